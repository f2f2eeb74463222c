// The bucket of `npm run serve`, over a disk in memory, beside the platform's own: both answer alike.
// What was deleted, replaced or given up leaves no blob behind.

import { describe, expect, test } from "vitest";
import { bucketOver, type ServedBucket } from "../../src/tools/serve/bucket.js";
import { bytesOf, noise } from "./file-samples.ts";
import { bindings, unique } from "./visitor.ts";

/** As workerd's folder answers: files by path, and the names in a folder as JSON. */
function createDisk() {
  const files = new Map<string, Uint8Array<ArrayBuffer>>();
  const disk = {
    async fetch(input: RequestInfo | URL, init: RequestInit = {}): Promise<Response> {
      const path = new URL(input as string).pathname.slice(1);
      const file = files.get(path);
      const { method = "GET" } = init;
      if (method === "PUT") {
        const body = await new Response(init.body).arrayBuffer();
        files.set(path, new Uint8Array(body));
        return new Response(null, { status: 204 });
      }
      if (method === "DELETE")
        return new Response(null, { status: files.delete(path) ? 204 : 404 });
      if (!file) {
        const inside = [...files.keys()].filter((each) => each.startsWith(`${path}/`));
        const names = inside.map((each) => ({ name: each.slice(path.length + 1), type: "file" }));
        return names.length > 0 ? Response.json(names) : new Response(null, { status: 404 });
      }
      if (method === "HEAD")
        return new Response(null, { headers: { "Content-Length": String(file.length) } });
      const [, from, to] =
        /^bytes=(\d+)-(\d+)$/.exec(new Headers(init.headers).get("Range") ?? "") ?? [];
      if (from === undefined) return new Response(file);
      return new Response(file.slice(Number(from), Number(to) + 1), { status: 206 });
    },
  };
  return { disk: disk as Pick<Fetcher, "fetch">, files };
}

async function bytesAt(bucket: ServedBucket, key: string, range?: R2Range) {
  const object = await bucket.get(key, range && { range });
  return object && new Uint8Array(await object.arrayBuffer());
}

/** Megabytes compare by their digest: shown in full they would take seconds. */
async function digest(bytes: Uint8Array<ArrayBuffer> | null): Promise<string> {
  const hash = await crypto.subtle.digest("SHA-256", bytes ?? new Uint8Array(0));
  return `${bytes?.length} ${[...new Uint8Array(hash)].join(" ")}`;
}

describe.each(["the platform's", "that of `npm run serve`"])("%s bucket", (whose) => {
  const { disk, files } = createDisk();
  const own = bindings.FILES;
  if (!own) throw new Error("The tests run with a bucket.");
  const isServed = whose.startsWith("that");
  const bucket: ServedBucket = isServed ? bucketOver(disk) : own;
  const leavesNothing = () => isServed && expect([...files.keys()]).toEqual([]);

  test("keeps, replaces and forgets an object", async () => {
    const key = `rooms/テスト/${unique("key")}`;
    expect(await bucket.head(key)).toBeNull();
    expect(await bucket.get(key)).toBeNull();
    await bucket.put(key, noise(100), { httpMetadata: { contentType: "image/png" } });
    await bucket.put(key, noise(90), { httpMetadata: { contentType: "image/webp" } });
    expect(await bucket.head(key)).toMatchObject({
      size: 90,
      httpMetadata: { contentType: "image/webp" },
    });
    expect(await bytesAt(bucket, key)).toEqual(noise(90));
    await bucket.delete([key, `${key}.thumbnail`]);
    await bucket.delete(key);
    expect(await bucket.head(key)).toBeNull();
    leavesNothing();
  });

  test("puts parts together, the last of each number, and reads any stretch of them", async () => {
    const key = unique("parts");
    const part = 5 * 1024 * 1024;
    const whole = noise(2 * part + 77);
    const begun = await bucket.createMultipartUpload(key);
    const upload = bucket.resumeMultipartUpload(key, begun.uploadId);
    const third = await upload.uploadPart(3, whole.slice(2 * part));
    await upload.uploadPart(1, noise(part).reverse());
    const first = await upload.uploadPart(1, whole.slice(0, part));
    const second = await upload.uploadPart(2, whole.slice(part, 2 * part));
    const wrong = { partNumber: 2, etag: "0".repeat(32) };
    await expect(upload.complete([first, wrong, third])).rejects.toThrow("10025");
    expect(await bucket.head(key)).toBeNull();
    expect((await upload.complete([first, second, third])).size).toBe(whole.length);
    await expect(upload.complete([first, second, third])).rejects.toThrow("10024");
    await expect(upload.uploadPart(1, noise(9))).rejects.toThrow("10024");
    expect(await digest(await bytesAt(bucket, key))).toBe(await digest(whole));
    for (const [offset, length] of [
      [0, 1],
      [part - 3, 6],
      [part, part],
      [2 * part + 70, 7],
      [1, 2 * part + 70],
    ] as const)
      expect(await digest(await bytesAt(bucket, key, { offset, length }))).toBe(
        await digest(whole.slice(offset, offset + length)),
      );
    await bucket.delete(key);
    leavesNothing();
  });

  test("forgets what was given up, and what broke off", async () => {
    const key = unique("given-up");
    const { uploadId } = await bucket.createMultipartUpload(key);
    const upload = bucket.resumeMultipartUpload(key, uploadId);
    await upload.uploadPart(1, noise(50));
    await upload.uploadPart(2, bytesOf("x"));
    await upload.abort();
    await expect(upload.uploadPart(1, noise(9))).rejects.toThrow("10024");
    expect(await bucket.head(key)).toBeNull();
    leavesNothing();
  });
});
