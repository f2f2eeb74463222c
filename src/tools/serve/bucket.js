// Runs in workerd: the part of R2 that the worker uses, over a folder of this machine.
// An object is a small note of which blobs it is made of; a note is replaced as one, so it is there whole or not at all.

/** `disk`: a folder that answers GET with ranges, PUT and DELETE. */
export function bucketOver(disk) {
  const at = (path) => `http://disk/${path}`;

  async function noteOf(path) {
    const response = await disk.fetch(at(path));
    if (!response.ok) return void (await response.body?.cancel());
    return response.json();
  }

  async function write(path, body) {
    const response = await disk.fetch(at(path), { method: "PUT", body });
    await response.body?.cancel();
    if (!response.ok) throw new Error(`The disk answered ${response.status}.`);
  }

  async function erase(path) {
    const response = await disk.fetch(at(path), { method: "DELETE" });
    await response.body?.cancel();
    if (!response.ok && response.status !== 404)
      throw new Error(`The disk answered ${response.status}.`);
  }

  /** A new blob, and how long it is: what breaks off is not kept. */
  async function keep(body) {
    const blob = crypto.randomUUID();
    await write(`blobs/${blob}`, body);
    const { headers } = await disk.fetch(at(`blobs/${blob}`), { method: "HEAD" });
    return { blob, size: Number(headers.get("content-length")) };
  }

  async function replace(key, note) {
    const path = await noteAt(key);
    const before = await noteOf(path);
    await write(path, JSON.stringify(note));
    for (const { blob } of before?.blobs ?? []) await erase(`blobs/${blob}`);
    return objectOf(key, note);
  }

  function multipart(key, uploadId) {
    const folder = `uploads/${uploadId}`;
    const isThere = async () => {
      if (!(await noteOf(`${folder}/begun`)))
        throw new Error("The specified multipart upload does not exist. (10024)");
    };
    const partsOf = async () => {
      const parts = [];
      for (const { name } of (await noteOf(folder)) ?? [])
        if (name !== "begun") parts.push({ name, ...(await noteOf(`${folder}/${name}`)) });
      return parts;
    };
    const forget = async (kept) => {
      for (const { name, blob } of await partsOf()) {
        if (!kept.has(blob)) await erase(`blobs/${blob}`);
        await erase(`${folder}/${name}`);
      }
      await erase(`${folder}/begun`);
    };
    return {
      key,
      uploadId,
      async uploadPart(partNumber, body) {
        await isThere();
        const before = await noteOf(`${folder}/${partNumber}`);
        const { blob, size } = await keep(body);
        await write(`${folder}/${partNumber}`, JSON.stringify({ blob, size }));
        if (before) await erase(`blobs/${before.blob}`);
        return { partNumber, etag: blob };
      },
      async complete(wanted) {
        await isThere();
        const parts = new Map(
          (await partsOf()).map(({ name, blob, size }) => [Number(name), { blob, size }]),
        );
        const blobs = wanted.map(({ partNumber, etag }) => {
          const part = parts.get(partNumber);
          if (part?.blob !== etag) throw new Error("One or more parts could not be found. (10025)");
          return part;
        });
        const done = await replace(key, { blobs });
        await forget(new Set(blobs.map(({ blob }) => blob)));
        return done;
      },
      async abort() {
        await isThere();
        await forget(new Set());
      },
    };
  }

  return {
    async put(key, body, { httpMetadata } = {}) {
      return replace(key, { blobs: [await keep(body)], httpMetadata });
    },
    async head(key) {
      const note = await noteOf(await noteAt(key));
      return note ? objectOf(key, note) : null;
    },
    async get(key, { range } = {}) {
      const note = await noteOf(await noteAt(key));
      if (!note) return null;
      const object = objectOf(key, note);
      const { offset = 0, length = object.size - offset } = range ?? {};
      const body = stretch(note.blobs, offset, length, (blob, from, to) =>
        disk.fetch(at(`blobs/${blob}`), { headers: { Range: `bytes=${from}-${to - 1}` } }),
      );
      return { ...object, body, arrayBuffer: () => new Response(body).arrayBuffer() };
    },
    async delete(keys) {
      for (const key of [keys].flat()) {
        const path = await noteAt(key);
        const note = await noteOf(path);
        if (!note) continue;
        await erase(path);
        for (const { blob } of note.blobs) await erase(`blobs/${blob}`);
      }
    },
    async createMultipartUpload(key) {
      const uploadId = crypto.randomUUID();
      await write(`uploads/${uploadId}/begun`, JSON.stringify({ key }));
      return multipart(key, uploadId);
    },
    resumeMultipartUpload: multipart,
  };
}

function objectOf(key, { blobs, httpMetadata }) {
  return { key, size: blobs.reduce((sum, { size }) => sum + size, 0), httpMetadata };
}

/** A key may be longer than a file's name, and hold what a path does not. */
async function noteAt(key) {
  const hash = await crypto.subtle.digest("SHA-256", new TextEncoder().encode(key));
  const hex = [...new Uint8Array(hash)].map((byte) => byte.toString(16).padStart(2, "0"));
  return `objects/${hex.join("")}`;
}

/** The bytes of one stretch over all blobs: as fast as they are taken, never a whole blob in memory. */
function stretch(blobs, offset, length, read) {
  const { readable, writable } = new FixedLengthStream(length);
  async function flow() {
    let begin = 0;
    for (const { blob, size } of blobs) {
      const from = Math.max(0, offset - begin);
      const to = Math.min(size, offset + length - begin);
      begin += size;
      if (from >= to) continue;
      const response = await read(blob, from, to);
      if (!response.ok) throw new Error(`The disk answered ${response.status}.`);
      await response.body.pipeTo(writable, { preventClose: true });
    }
    await writable.close();
  }
  // Whoever reads meets the error; whoever went away does not care.
  flow().catch((error) => writable.abort(error).catch(() => {}));
  return readable;
}
