// Files in workerd, against the platform's own local bucket [U1] to [U7].
// Whatever is refused leaves nothing: the bucket is looked into.

import { runDurableObjectAlarm, runInDurableObject } from "cloudflare:test";
import { describe, expect, test } from "vitest";
import type { Failure } from "../../src/protocol/codes.ts";
import { isMessage, type MessageEntry } from "../../src/protocol/entries.ts";
import type { FileInfo, UploadAnswer } from "../../src/protocol/files.ts";
import type { FilesAnswer } from "../../src/protocol/http.ts";
import { LIMITS } from "../../src/protocol/limits.ts";
import { personOf, roomOf, workspaceOf } from "../../src/worker/env.ts";
import {
  begin,
  bytesOf,
  complete,
  noise,
  png,
  put,
  read,
  tryUpload,
  uploaded,
  type Sent,
} from "./file-samples.ts";
import {
  ask,
  bindings,
  enter,
  json,
  makeRoom,
  signUp,
  unique,
  until,
  type Visitor,
} from "./visitor.ts";

const ada = await signUp("ada");
const bea = await signUp("bea");
const room = await makeRoom(ada, "files");
const bucket = bindings.FILES;
if (!bucket) throw new Error("The tests run with a bucket.");

async function keysIn(name: string): Promise<string[]> {
  const listed = await bucket?.list({ prefix: `rooms/${name}/` });
  return (listed?.objects ?? []).map(({ key }) => key.slice(`rooms/${name}/`.length));
}

/** What the room still knows of files, and what their author still has reserved. */
async function tracesIn(name: string, by: Visitor) {
  const rows = await runInDurableObject(roomOf(bindings, name), (_, { storage }) =>
    storage.sql.exec("SELECT id FROM file WHERE place IS NULL").toArray(),
  );
  const reserved = await runInDurableObject(personOf(bindings, by.id), (_, { storage }) =>
    storage.sql.exec("SELECT id FROM file WHERE room = ?", name).toArray(),
  );
  return { rows: rows.length, reserved: reserved.length, keys: await keysIn(name) };
}

const NOTHING = { rows: 0, reserved: 0, keys: [] };

async function leavesNothing(name: string, by: Visitor): Promise<void> {
  await until(async () => (await tracesIn(name, by)).rows === 0);
  expect(await tracesIn(name, by)).toEqual(NOTHING);
}

async function send(by: Visitor, name: string, files: string[], fields: object = {}) {
  const command = { type: "post", id: unique("post"), after: 0, body: "", files, ...fields };
  const response = await ask(`/api/rooms/${name}/log`, json(command, by.auth));
  return {
    status: response.status,
    frame: (await response.json()) as { seq: number; code: string },
  };
}

async function remove(by: Visitor, name: string, seq: number) {
  const command = { type: "delete", id: unique("delete"), after: 0, seq };
  expect((await ask(`/api/rooms/${name}/log`, json(command, by.auth))).status).toBe(200);
}

async function newest(by: Visitor, name: string): Promise<MessageEntry[]> {
  const response = await ask(`/api/rooms/${name}/log?limit=100`, { headers: by.auth });
  return ((await response.json()) as { messages: MessageEntry[] }).messages.filter(isMessage);
}

async function failure(response: Response) {
  const { code, message } = (await response.json()) as Failure;
  return { status: response.status, code, message };
}

async function begun(by: Visitor, name: string, size: number, fields = {}) {
  const answer = await begin(by, name, size, fields);
  expect(answer.status).toBe(201);
  const { upload } = (await answer.json()) as UploadAnswer;
  return { upload, path: `/api/rooms/${name}/files/${upload}` };
}

async function digestOf(bytes: Uint8Array<ArrayBuffer>): Promise<string> {
  const hash = new Uint8Array(await crypto.subtle.digest("SHA-256", bytes));
  return `sha-256=:${btoa(String.fromCharCode(...hash))}:`;
}

describe("uploads", () => {
  test("[U1] [U2] [U3] a file arrives in parts, is what its bytes say, and is sent with a message", async () => {
    const bytes = bytesOf(png(40, 30), noise(LIMITS.partBytes + 1_000));
    const fields = { name: "Grün am Rand.png", type: "image/png" };
    const answer = await begin(ada, room, bytes.length, fields);
    const { upload, partBytes, parts } = (await answer.json()) as UploadAnswer;
    expect({ partBytes, parts }).toEqual({ partBytes: LIMITS.partBytes, parts: [] });
    const path = `/api/rooms/${room}/files/${upload}`;
    expect((await put(ada, `${path}/parts/2`, bytes.slice(partBytes))).status).toBe(204);
    expect(await failure(await complete(ada, room, upload))).toMatchObject({
      status: 409,
      code: "out_of_order",
    });
    expect((await put(ada, `${path}/parts/1`, bytes.slice(0, partBytes))).status).toBe(204);
    const { file } = (await (await complete(ada, room, upload)).json()) as UploadAnswer;
    expect(file).toEqual({
      id: upload,
      name: "Grün am Rand.png",
      size: bytes.length,
      type: "image/png",
      width: 40,
      height: 30,
    });
    expect((await send(ada, room, [upload])).status).toBe(200);
    expect((await newest(bea, room)).at(-1)).toMatchObject({ body: "", files: [file] });
    const got = await read(bea, room, file as FileInfo);
    expect(got.status).toBe(200);
    expect(await digestOf(new Uint8Array(await got.arrayBuffer()))).toBe(await digestOf(bytes));
  });

  test("[U1] an upload that was cut goes on where it was, with the same request", async () => {
    const bytes = noise(LIMITS.partBytes + 5);
    const id = unique("resumed");
    const { path, upload } = await begun(ada, room, bytes.length, { id });
    await put(ada, `${path}/parts/1`, bytes.slice(0, LIMITS.partBytes));
    const again = await begin(ada, room, bytes.length, { id });
    expect(await again.json()).toMatchObject({ upload, parts: [1] });
    await put(ada, `${path}/parts/2`, bytes.slice(LIMITS.partBytes));
    expect((await complete(ada, room, upload)).status).toBe(200);
    expect(await (await begin(ada, room, bytes.length, { id })).json()).toMatchObject({
      upload,
      file: { id: upload },
    });
    expect(await failure(await begin(ada, room, bytes.length + 1, { id }))).toMatchObject({
      code: "id_conflict",
    });
  });

  test("[U3] completed twice, at once and later, it is one file", async () => {
    const bytes = png();
    const { path, upload } = await begun(ada, room, bytes.length);
    await put(ada, `${path}/parts/1`, bytes);
    const both = await Promise.all([complete(ada, room, upload), complete(ada, room, upload)]);
    const later = await complete(ada, room, upload);
    const answers = await Promise.all([...both, later].map((each) => each.json()));
    const files = answers.map((answer) => (answer as UploadAnswer).file);
    expect(files[0]).toMatchObject({ id: upload, type: "image/png" });
    expect(files[1]).toEqual(files[0]);
    expect(files[2]).toEqual(files[0]);
    expect(await failure(await put(ada, `${path}/parts/1`, bytes))).toMatchObject({
      code: "not_found",
    });
  });

  test("[U2] a thumbnail is a second, small picture of the file", async () => {
    const bytes = png(2_000, 1_500);
    const { path, upload } = await begun(ada, room, bytes.length, {
      type: "image/png",
      placeholder: "3OcRJYB4d3h/iIeHeEh3eIhw+j2w",
    });
    await put(ada, `${path}/parts/1`, bytes);
    expect((await put(ada, `${path}/thumbnail`, png(320, 240, "small"))).status).toBe(204);
    const { file } = (await (await complete(ada, room, upload)).json()) as { file: FileInfo };
    expect(file).toMatchObject({
      placeholder: "3OcRJYB4d3h/iIeHeEh3eIhw+j2w",
      thumbnail: { width: 320, height: 240 },
    });
    await send(ada, room, [upload]);
    const small = await ask(`/files/${room}/${upload}/x.png?thumbnail`, { headers: bea.auth });
    expect(small.headers.get("content-type")).toBe("image/png");
    expect(new Uint8Array(await small.arrayBuffer())).toEqual(png(320, 240, "small"));
  });

  test("[U1] what one person's files may weigh is reserved first, and given back", async () => {
    const cyn = await signUp("cyn");
    const own = await makeRoom(cyn, "full");
    const most = LIMITS.fileBytes;
    const kept: { upload: string; path: string }[] = [];
    for (let i = 0; i * most < LIMITS.personBytes - most; i++)
      kept.push(await begun(cyn, own, most));
    expect(await failure(await begin(cyn, own, most))).toMatchObject({
      status: 507,
      code: "storage_full",
    });
    expect(await ask(kept[0]?.path ?? "", { method: "DELETE", headers: cyn.auth })).toMatchObject({
      status: 204,
    });
    await until(async () => (await begin(cyn, own, most)).status === 201);
  });

  test("[U1] what all files of the community weigh is told by each person's total", async () => {
    const cyn = await signUp("cyn");
    const other = await signUp("dov");
    const workspace = workspaceOf(bindings);
    const used = () =>
      runInDurableObject(workspace, (_, { storage }) =>
        Number(storage.sql.exec("SELECT bytes FROM used").toArray()[0]?.["bytes"] ?? 0),
      );
    await uploaded(cyn, room, noise(100));
    const before = await used();
    const file = await uploaded(cyn, room, noise(1_000));
    expect(await used()).toBe(before + 1_000);
    expect(await workspace.use(other.id, { bytes: 500, turn: 1 }, before + 1_200)).toBe(false);
    expect(await workspace.use(other.id, { bytes: 500, turn: 1 }, before + 1_500)).toBe(true);
    expect(await workspace.use(other.id, { bytes: 9_999, turn: 1 }, before)).toBe(true);
    expect(await used()).toBe(before + 1_500);
    await ask(`/api/rooms/${room}/files/${file.id}`, { method: "DELETE", headers: cyn.auth });
    await until(async () => (await used()) === before + 500);
  });

  test("[U1] who may not post brings no file", async () => {
    const own = await makeRoom(ada, "closed");
    const socket = await enter(own, bea);
    await socket.next("welcome");
    const mode = { type: "mode", id: unique("mode"), after: 0, readOnly: true };
    await ask(`/api/rooms/${own}/log`, json(mode, ada.auth));
    expect(await failure(await begin(bea, own, 10))).toMatchObject({ code: "read_only" });
    expect((await begin(ada, own, 10)).status).toBe(201);
    expect(await failure(await begin(ada, "no-such-room", 10))).toMatchObject({
      code: "not_found",
    });
    expect((await ask(`/api/rooms/${own}/files`, json({ name: "a" }))).status).toBe(401);
    socket.close();
  });

  test("[U1] without a bucket there are no files, and nobody is told of any", async () => {
    const { default: worker } = await import("../../src/worker/index.ts");
    const { createExecutionContext } = await import("cloudflare:test");
    const { FILES: _, ...env } = bindings;
    const without = (path: string, init: RequestInit = {}) =>
      worker.fetch(
        new Request(`http://edgewise.test${path}`, { ...init, headers: ada.auth }),
        env,
        createExecutionContext(),
      );
    const session = await without("/api/session");
    expect(await session.json()).not.toHaveProperty("files");
    const answers = [
      await without(`/api/rooms/${room}/files`, { method: "POST", body: "{}" }),
      await without(`/api/rooms/${room}/files`),
      await without(`/files/${room}/${"a".repeat(26)}/a.png`),
      await without(`/pictures/${"a".repeat(26)}`),
      await without("/api/me/avatar", { method: "PUT", body: png() }),
    ];
    for (const answer of answers) expect(answer.status).toBe(404);
  });
});

describe("bad input is told so, and leaves nothing", () => {
  const refusals: [string, Uint8Array<ArrayBuffer>, Sent, string][] = [
    ["a page called a picture", bytesOf("<html>", noise(90)), { type: "image/png" }, "picture"],
    ["bytes called a video", noise(99), { type: "video/mp4" }, "video"],
    ["a picture called a sound", png(), { type: "audio/mpeg" }, "sound"],
    ["a script that begins as a GIF", bytesOf("GIF89a/*", noise(90), "*/=1"), {}, "broken"],
    ["a picture that is a page as well", png(4, 3, "<script>alert(1)</script>"), {}, "document"],
    ["a picture with 4 billion pixels to a side", png(0xffffffff, 1), {}, "pixels"],
    ["a picture of 400 million pixels", png(20_000, 20_000), {}, "pixels"],
    ["a picture without a size", png(0, 3), {}, "broken"],
    ["a picture that ends in its header", png().slice(0, 20), {}, "broken"],
    ["a size that the bytes contradict", png(4, 3), { width: 400, height: 300 }, "large"],
  ];
  for (const [what, bytes, fields, word] of refusals)
    test(`[U3] ${what}`, async () => {
      const own = await makeRoom(ada, "refused");
      const answer = await failure(await tryUpload(ada, own, bytes, fields));
      expect(answer).toMatchObject({ status: 400, code: "bad_command" });
      expect(answer.message).toContain(word);
      await leavesNothing(own, ada);
    });

  const names: [string, string][] = [
    ["a path", "../../etc/passwd"],
    ["a path of Windows", "..\\secret.txt"],
    ["only dots", ".."],
    ["nothing", ""],
    ["a space at its end", "a.png "],
    ["a line break", "a\nb.png"],
    ["a bidi override", "photo\u202egnp.exe"],
    ["a zero-width space", "a\u200b.png"],
    ["256 bytes", "ä".repeat(128)],
    ["half a character", "a\ud800.png"],
  ];
  for (const [what, name] of names)
    test(`[U1] a name that is ${what}`, async () => {
      const own = await makeRoom(ada, "named");
      const answer = await failure(await begin(ada, own, 10, { name }));
      expect(answer).toMatchObject({ status: 400, code: "bad_command" });
      expect(answer.message).toContain('"name"');
      expect(await tracesIn(own, ada)).toEqual(NOTHING);
    });

  test("[U1] names of 255 bytes, in any script", async () => {
    for (const name of ["ä".repeat(127) + "a", "写真.jpeg", "noël 🎄.png", "...png", "con"])
      expect((await begin(ada, room, 10, { name })).status).toBe(201);
  });

  test("[U1] no bytes, 101 MB, and numbers that are none", async () => {
    const own = await makeRoom(ada, "numbers");
    expect(await failure(await begin(ada, own, 0))).toMatchObject({ code: "bad_command" });
    const large = await failure(await begin(ada, own, 101 * 1024 * 1024));
    expect(large).toMatchObject({ status: 413, code: "too_large" });
    expect(large.message).toContain("100 MB");
    for (const fields of [
      { size: 1.5 },
      { size: -1 },
      { size: "10" },
      { width: 10 },
      { width: 1e9, height: 1 },
      { duration: -1 },
      { duration: 1e12 },
      { placeholder: "x".repeat(65) },
      { placeholder: "<svg>" },
      { id: "short" },
      { type: "x".repeat(300) },
    ])
      expect(await failure(await begin(ada, own, 10, fields))).toMatchObject({
        status: 400,
        code: "bad_command",
      });
    expect(await tracesIn(own, ada)).toEqual(NOTHING);
  });

  test("[U2] parts of another length, of another number, and of nobody's upload", async () => {
    const own = await makeRoom(ada, "parts");
    const { path, upload } = await begun(ada, own, 1_000);
    for (const bytes of [noise(999), noise(1_001), noise(0)])
      expect(await failure(await put(ada, `${path}/parts/1`, bytes))).toMatchObject({
        code: "bad_command",
      });
    for (const n of ["0", "2", "01", "-1", "x", "99999999"])
      expect(await failure(await put(ada, `${path}/parts/${n}`, noise(1_000)))).toMatchObject({
        code: "bad_command",
      });
    const lying = { "Content-Length": "1000" };
    const short = await put(ada, `${path}/parts/1`, noise(10), lying).catch(() => undefined);
    expect(short === undefined || short.status === 400).toBe(true);
    for (const by of [bea, ada]) {
      const foreign = by === ada ? `/api/rooms/${own}/files/${"a".repeat(26)}` : path;
      expect((await put(by, `${foreign}/parts/1`, noise(1_000))).status).toBe(404);
      expect((await put(by, `${foreign}/thumbnail`, png())).status).toBe(404);
      expect((await ask(`${foreign}/complete`, { method: "POST", headers: by.auth })).status).toBe(
        404,
      );
      expect((await ask(foreign, { method: "DELETE", headers: by.auth })).status).toBe(404);
    }
    expect(await failure(await complete(ada, own, upload))).toMatchObject({ code: "out_of_order" });
    expect(await keysIn(own)).toEqual([]);
  });

  test("[U2] a cut part is not kept, and can come again", async () => {
    const own = await makeRoom(ada, "cut");
    const { path, upload } = await begun(ada, own, 200_000);
    const bytes = noise(200_000);
    const cut = new ReadableStream<Uint8Array>({
      start(controller) {
        controller.enqueue(bytes.slice(0, 100_000));
      },
      pull(controller) {
        controller.error(new Error("the line is gone"));
      },
    });
    const length = { "Content-Length": "200000" };
    const init = { method: "PUT", body: cut, headers: { ...ada.auth, ...length } };
    const answer = await ask(`${path}/parts/1`, init).catch(() => undefined);
    expect(answer === undefined || answer.status === 400).toBe(true);
    expect(await failure(await complete(ada, own, upload))).toMatchObject({ code: "out_of_order" });
    expect((await put(ada, `${path}/parts/1`, bytes)).status).toBe(204);
    expect((await complete(ada, own, upload)).status).toBe(200);
  });

  test("[U2] a digest is compared with what arrived; a malformed one is none", async () => {
    const own = await makeRoom(ada, "digest");
    const bytes = noise(70_000);
    const { path, upload } = await begun(ada, own, bytes.length);
    const right = await digestOf(bytes);
    const wrong = await digestOf(noise(5));
    const tries = [wrong, "sha-256=:AAAA:", "sha-256=x", "md5=:AAAA:", "", right.slice(0, -1)];
    for (const digest of tries)
      expect(
        await failure(await put(ada, `${path}/parts/1`, bytes, { "Content-Digest": digest })),
      ).toMatchObject({ status: 400, code: "bad_command" });
    expect(await failure(await complete(ada, own, upload))).toMatchObject({ code: "out_of_order" });
    const kept = await put(ada, `${path}/parts/1`, bytes, { "Content-Digest": right });
    expect(kept.status).toBe(204);
    expect((await complete(ada, own, upload)).status).toBe(200);
  });

  test("[U2] a thumbnail that is none, too wide, too heavy or moving", async () => {
    const own = await makeRoom(ada, "thumbnails");
    const { path } = await begun(ada, own, 10);
    const gif = bytesOf("GIF89a", [4, 0, 3, 0, 0, 0, 0, 0x2c], noise(40));
    const svg = bytesOf("<svg xmlns='http://www.w3.org/2000/svg'><script/></svg>");
    for (const bytes of [noise(50), png(1_281, 10), gif, svg, png(4, 3, "<html>"), noise(0)])
      expect(await failure(await put(ada, `${path}/thumbnail`, bytes))).toMatchObject({
        code: "bad_command",
      });
    const heavy = bytesOf(png(), noise(LIMITS.thumbnailBytes));
    expect(await failure(await put(ada, `${path}/thumbnail`, heavy))).toMatchObject({
      code: "too_large",
    });
    expect(await keysIn(own)).toEqual([]);
  });

  test("[U4] foreign, unknown and twice named files are refused, and stay what they were", async () => {
    const own = await makeRoom(ada, "sending");
    const [mine, hers] = [await uploaded(ada, own, png()), await uploaded(bea, own, png())];
    expect((await send(ada, own, [mine.id, hers.id])).frame.code).toBe("not_found");
    expect((await send(ada, room, [mine.id])).frame.code).toBe("not_found");
    for (const files of [[mine.id, mine.id], [], ["x"], Array.from({ length: 11 }, () => mine.id)])
      expect((await send(ada, own, files)).frame.code).toBe("bad_command");
    expect((await send(ada, own, [mine.id], { body: " " })).frame.code).toBe("bad_command");
    expect(await newest(ada, own)).toEqual([]);
    expect((await send(ada, own, [mine.id])).status).toBe(200);
    expect((await send(ada, own, [mine.id])).frame.code).toBe("not_found");
  });
});

describe("reading", () => {
  const page = bytesOf("<!doctype html><script>alert(1)</script>", noise(60));
  const svg = bytesOf("<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>");

  async function sent(bytes: Uint8Array<ArrayBuffer>, fields = {}): Promise<FileInfo> {
    const file = await uploaded(ada, room, bytes, fields);
    expect((await send(ada, room, [file.id])).status).toBe(200);
    return file;
  }

  test("[U5] a page, an SVG and a program are saved and never shown", async () => {
    for (const [bytes, type] of [
      [page, "text/html"],
      [svg, "image/svg+xml"],
      [bytesOf("MZ", noise(90)), "application/x-msdownload"],
      [bytesOf("%PDF-1.7", noise(90)), "application/pdf"],
    ] as const) {
      const file = await sent(bytes, { type, name: 'a "quoted" näme.svg' });
      const answer = await read(bea, room, file);
      const headers = Object.fromEntries(answer.headers);
      expect(headers["content-disposition"]).toBe(
        "attachment; filename=\"a _quoted_ n_me.svg\"; filename*=UTF-8''a%20%22quoted%22%20n%C3%A4me.svg",
      );
      expect(headers["content-type"]).toMatch(/^application\/(?:octet-stream|pdf)$/);
      expect(headers["x-content-type-options"]).toBe("nosniff");
      expect(headers["content-security-policy"]).toMatch(/default-src 'none'.*; sandbox;/);
      expect(headers["cross-origin-resource-policy"]).toBe("same-origin");
      expect(headers["cache-control"]).toBe("private, no-cache");
      expect(new Uint8Array(await answer.arrayBuffer())).toEqual(bytes);
    }
  });

  test("[U5] a picture is shown, under its own type", async () => {
    const answer = await read(bea, room, await sent(png(), { name: "evil.html" }));
    expect(answer.headers.get("content-type")).toBe("image/png");
    expect(answer.headers.get("content-disposition")).toMatch(/^inline; /);
    expect(answer.headers.get("content-security-policy")).toContain("sandbox");
    await answer.arrayBuffer();
  });

  test("[U5] ranges, also from the end, and those that are out of bounds", async () => {
    const bytes = noise(1_000);
    const file = await sent(bytes);
    const range = async (value: string, more: Record<string, string> = {}) => {
      const answer = await read(bea, room, file, { headers: { Range: value, ...more } });
      const body = new Uint8Array(await answer.arrayBuffer());
      return { status: answer.status, range: answer.headers.get("content-range"), body };
    };
    const whole = { status: 200, range: null, body: bytes };
    for (const [value, from, to] of [
      ["bytes=0-0", 0, 1],
      ["bytes=10-19", 10, 20],
      ["bytes=990-", 990, 1_000],
      ["bytes=990-5000", 990, 1_000],
      ["bytes=-10", 990, 1_000],
      ["bytes=-5000", 0, 1_000],
    ] as const)
      expect(await range(value)).toEqual({
        status: 206,
        range: `bytes ${from}-${to - 1}/1000`,
        body: bytes.slice(from, to),
      });
    for (const value of ["bytes=1000-", "bytes=5000-6000", "bytes=-0"])
      expect(await range(value)).toEqual({
        status: 416,
        range: "bytes */1000",
        body: new Uint8Array(0),
      });
    for (const value of [
      "bytes=9-5",
      "bytes=0-1,5-6",
      "lines=0-1",
      "bytes=",
      "bytes=-",
      "bytes=a-b",
    ])
      expect(await range(value)).toEqual(whole);
    const tag = `"${file.id}"`;
    expect((await range("bytes=0-1", { "If-Range": tag })).status).toBe(206);
    expect(await range("bytes=0-1", { "If-Range": '"another"' })).toEqual(whole);
    expect(await range("bytes=0-1", { "If-Range": `W/${tag}` })).toEqual(whole);
  });

  test("[U5] HEAD, and what one has already", async () => {
    const file = await sent(noise(1_000));
    const head = await read(bea, room, file, { method: "HEAD" });
    expect(head.status).toBe(200);
    expect(head.headers.get("content-length")).toBe("1000");
    expect(await head.text()).toBe("");
    const tag = head.headers.get("etag") ?? "";
    for (const known of [tag, `W/${tag}`, `"x", ${tag}`, "*"]) {
      const answer = await read(bea, room, file, { headers: { "If-None-Match": known } });
      expect([answer.status, await answer.text()]).toEqual([304, ""]);
    }
    const other = await read(bea, room, file, { headers: { "If-None-Match": '"x"' } });
    expect([other.status, (await other.arrayBuffer()).byteLength]).toEqual([200, 1_000]);
  });

  test("[U5] only who may read the room at this moment reads its files", async () => {
    const own = await makeRoom(ada, "gate");
    const cyn = await signUp("cyn");
    const file = await uploaded(ada, own, png());
    expect((await read(cyn, own, file)).status).toBe(404);
    expect((await read(ada, own, file)).status).toBe(200);
    await send(ada, own, [file.id]);
    expect((await read(cyn, own, file)).status).toBe(200);
    expect((await read(cyn, room, file)).status).toBe(404);
    expect((await ask(`/files/${own}/${file.id}/x.png`)).status).toBe(401);
    expect((await ask(`/files/${own}/nothing/x.png`, { headers: cyn.auth })).status).toBe(404);
    expect((await ask(`/files/--/${file.id}/x.png`, { headers: cyn.auth })).status).toBe(400);
    const order = { type: "remove", id: unique("remove"), after: 0, person: cyn.id, on: true };
    const socket = await enter(own, cyn);
    await socket.next("welcome");
    expect((await ask(`/api/rooms/${own}/log`, json(order, ada.auth))).status).toBe(200);
    expect((await read(cyn, own, file)).status).toBe(404);
    const known = { headers: { "If-None-Match": `"${file.id}"` } };
    expect((await read(cyn, own, file, known)).status).toBe(404);
    expect((await read(ada, own, file)).status).toBe(200);
  });

  test("[U5] a cookie alone is enough to look, and not to upload", async () => {
    const file = await sent(png());
    const cookie = { Cookie: `session=${bea.token}` };
    for (const method of ["GET", "HEAD"])
      expect(
        (await ask(`/files/${room}/${file.id}/a.png`, { method, headers: cookie })).status,
      ).toBe(200);
    const body = { id: unique("upload"), name: "a", size: 1 };
    expect((await ask(`/api/rooms/${room}/files`, json(body, cookie))).status).toBe(403);
  });

  test("[U7] the room lists its files, the newest first", async () => {
    const own = await makeRoom(ada, "listed");
    const one = await uploaded(ada, own, png());
    const two = await uploaded(ada, own, noise(10), { name: "two.bin" });
    const first = await send(ada, own, [one.id]);
    const second = await send(ada, own, [two.id], { thread: first.frame.seq });
    const list = async (query = "") => {
      const answer = await ask(`/api/rooms/${own}/files${query}`, { headers: bea.auth });
      return (await answer.json()) as FilesAnswer;
    };
    const all = await list();
    expect(all).toMatchObject({
      files: [
        { seq: second.frame.seq, thread: first.frame.seq, by: ada.id, file: two },
        { seq: first.frame.seq, by: ada.id, file: one },
      ],
      people: { [ada.id]: { handle: ada.handle } },
      more: false,
    });
    expect((await list(`?before=${all.files[0]?.n}`)).files.map(({ file }) => file)).toEqual([one]);
    expect((await list("?kind=media")).files.map(({ file }) => file)).toEqual([one]);
    expect((await list("?kind=other")).files.map(({ file }) => file)).toEqual([two]);
    for (const query of ["?kind=x", "?before=x", "?before=-1"])
      expect((await ask(`/api/rooms/${own}/files${query}`, { headers: bea.auth })).status).toBe(
        400,
      );
  });

  test("[T15] [U7] the export names one's files", async () => {
    const cyn = await signUp("cyn");
    const file = await uploaded(cyn, room, png(), { name: "mine.png" });
    await send(cyn, room, [file.id], { body: "look" });
    const answer = await ask("/api/me/export", { headers: cyn.auth });
    expect(await answer.json()).toMatchObject({
      files: [{ room, id: file.id, name: "mine.png", size: file.size, ts: expect.any(Number) }],
      messages: [{ body: "look", files: ["mine.png"] }],
    });
  });
});

describe("erasing", () => {
  test("[U6] [L4] with its message a file is gone for everybody, and its bytes and the reservation go", async () => {
    const own = await makeRoom(ada, "erased");
    const { path, upload } = await begun(ada, own, png().length);
    await put(ada, `${path}/parts/1`, png());
    await put(ada, `${path}/thumbnail`, png());
    await complete(ada, own, upload);
    const { frame } = await send(ada, own, [upload]);
    expect(await keysIn(own)).toHaveLength(2);
    await remove(ada, own, frame.seq);
    expect((await ask(`/files/${own}/${upload}/a.png`, { headers: ada.auth })).status).toBe(404);
    await leavesNothing(own, ada);
    expect((await newest(bea, own))[0]).toMatchObject({ deleted: true });
  });

  test("[U6] a bucket that fails is asked again by alarm, and twice does no harm", async () => {
    const own = await makeRoom(ada, "again");
    const file = await uploaded(ada, own, png());
    const { frame } = await send(ada, own, [file.id]);
    await runInDurableObject(roomOf(bindings, own), async (instance) => {
      const { env } = instance as unknown as { env: { FILES: R2Bucket } };
      const { FILES } = env;
      env.FILES = new Proxy(FILES, {
        get: (target, key) =>
          key === "delete"
            ? () => Promise.reject(new Error("not now"))
            : (Reflect.get(target, key) as unknown),
      });
      instance.post(
        own,
        handOver(ada),
        JSON.stringify({
          type: "delete",
          id: unique("delete"),
          after: 0,
          seq: frame.seq,
        }),
      );
      const { duties } = instance as unknown as { duties: { erase(room: string): Promise<void> } };
      await duties.erase(own);
      env.FILES = FILES;
    });
    expect(await keysIn(own)).toHaveLength(1);
    expect((await read(ada, own, file)).status).toBe(404);
    expect(await runDurableObjectAlarm(roomOf(bindings, own))).toBe(true);
    expect(await tracesIn(own, ada)).toEqual(NOTHING);
  });

  test("[U6] an upload that was never sent goes after a day, finished or not, by alarm", async () => {
    const own = await makeRoom(ada, "stale");
    const half = await begun(ada, own, LIMITS.partBytes + 1);
    await put(ada, `${half.path}/parts/1`, noise(LIMITS.partBytes));
    await uploaded(ada, own, png());
    const kept = await uploaded(ada, own, png());
    await send(ada, own, [kept.id]);
    const stub = roomOf(bindings, own);
    const due = await runInDurableObject(stub, (_, { storage }) => storage.getAlarm());
    expect(Math.abs((due ?? 0) - Date.now())).toBeLessThanOrEqual(LIMITS.unsentMs);
    await runInDurableObject(stub, (_, { storage }) => {
      storage.sql.exec("UPDATE file SET ts = ts - ? WHERE place IS NULL", LIMITS.unsentMs);
    });
    expect(await runDurableObjectAlarm(stub)).toBe(true);
    expect(await tracesIn(own, ada)).toEqual({ rows: 0, reserved: 1, keys: [kept.id] });
    expect((await put(ada, `${half.path}/parts/2`, noise(1))).status).toBe(404);
  });

  test("[U2] given up, an upload leaves nothing, also while a part is on its way", async () => {
    const own = await makeRoom(ada, "given-up");
    const { path } = await begun(ada, own, 100_000);
    const arriving = put(ada, `${path}/parts/1`, noise(100_000));
    expect((await ask(path, { method: "DELETE", headers: ada.auth })).status).toBe(204);
    await arriving.catch(() => undefined);
    await leavesNothing(own, ada);
  });

  test("[U2] given up, an upload leaves nothing, also while its thumbnail is on its way", async () => {
    const own = await makeRoom(ada, "given-up");
    const { path } = await begun(ada, own, 100);
    const { readable, writable } = new TransformStream<Uint8Array, Uint8Array>();
    const writer = writable.getWriter();
    const init = { method: "PUT", body: readable, headers: ada.auth };
    const arriving = ask(`${path}/thumbnail`, init);
    await writer.write(png(40, 30).subarray(0, 20));
    expect((await ask(path, { method: "DELETE", headers: ada.auth })).status).toBe(204);
    await leavesNothing(own, ada);
    await writer.write(png(40, 30).subarray(20));
    await writer.close();
    expect((await arriving).status).toBe(404);
    expect(await tracesIn(own, ada)).toEqual(NOTHING);
  });

  test("[U1] [U6] given up before room was kept for it: the request that was slower reserves nothing", async () => {
    const own = await makeRoom(ada, "slower");
    const asked = { id: unique("upload"), name: "a file.bin", size: 1_000 };
    const first = await roomOf(bindings, own).beginUpload(own, handOver(ada), asked);
    if (!first.ok) throw new Error("not begun");
    const { id } = first.value;
    // The same request once more was quicker, and was given up.
    expect((await begin(ada, own, 1_000, { id: asked.id })).status).toBe(201);
    const path = `/api/rooms/${own}/files/${id}`;
    expect((await ask(path, { method: "DELETE", headers: ada.auth })).status).toBe(204);
    await leavesNothing(own, ada);
    // Nothing comes after this one: its worker, or the room, is gone.
    const late = { room: own, id, name: asked.name, size: asked.size, ts: Date.now() };
    const reserved = await personOf(bindings, ada.id).reserveFile(late);
    expect(reserved).toMatchObject({ ok: false, failure: { code: "not_found" } });
    expect(await tracesIn(own, ada)).toEqual(NOTHING);
    // What is remembered of it goes with the first reservation a day later.
    const next = { ...late, id: "n".repeat(26), ts: Date.now() + LIMITS.unsentMs };
    expect(await personOf(bindings, ada.id).reserveFile(next)).toMatchObject({ ok: true });
    const remembered = await runInDurableObject(personOf(bindings, ada.id), (_, { storage }) =>
      storage.sql.exec("SELECT id FROM file_gone").toArray(),
    );
    expect(remembered).toEqual([]);
    await personOf(bindings, ada.id).releaseFile(next.id);
  });

  test("[U6] a room that ends takes its files with it", async () => {
    const own = await makeRoom(ada, "ending");
    const file = await uploaded(ada, own, png());
    await send(ada, own, [file.id]);
    await begun(bea, own, 10);
    expect(await roomOf(bindings, own).end(own, handOver(ada))).toMatchObject({ ok: true });
    expect(await tracesIn(own, ada)).toEqual(NOTHING);
    expect(await tracesIn(own, bea)).toEqual(NOTHING);
  });
});

function handOver(by: Visitor) {
  const person = { id: by.id, handle: by.handle, name: by.name };
  return { person, session: "none", at: Date.now(), request: "test", community: "member" as const };
}
