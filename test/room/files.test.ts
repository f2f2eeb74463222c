// Files in a room's rules: begun, arrived, sent once, gone with their message, and listed [U1] to [U7].
// Their bytes are no business of a room: what is tested is whose they are and when they go.

import { expect, test } from "vitest";
import type { FileInfo } from "../../src/protocol/files.ts";
import { LIMITS } from "../../src/protocol/limits.ts";
import type { Person } from "../../src/protocol/people.ts";
import { listFiles, readableFile } from "../../src/room/files.ts";
import { ownMessages } from "../../src/room/own-messages.ts";
import {
  beginUpload,
  forgetFile,
  giveUpAll,
  giveUpStale,
  giveUpUpload,
  goneFiles,
  keepFile,
  keepMultipart,
  keepPart,
  keepThumbnail,
  nextStale,
  uploadOf,
} from "../../src/room/uploads.ts";
import { ada, bea, connect, only, openRoom, replies } from "./bench-room.ts";

let count = 0;
const fresh = () =>
  `file${count++}`.replace(/\d/g, (digit) => "abcdefghij"[Number(digit)] ?? "").padEnd(26, "z");
const asked = (name: string, fields = {}) => ({
  id: `upload-${count++}`,
  name,
  size: 10,
  ...fields,
});

function inRoom() {
  const room = openRoom();
  for (const who of [ada, bea]) room.join(connect(who));
  const { sql, clock } = room;
  const coming = (by: Person, name: string, fields = {}) => {
    const begun = beginUpload(sql, clock.now, by.id, asked(name, fields), fresh());
    if (!begun.ok) throw new Error(begun.failure.message);
    return begun.value.id;
  };
  const arrived = (by: Person, name: string, type = "image/png") => {
    const id = coming(by, name);
    keepPart(sql, id, 1, "etag");
    const file = keepFile(sql, id, {
      type,
      ...(type.startsWith("image") && { width: 2, height: 3 }),
    });
    if (!file) throw new Error("not kept");
    return file;
  };
  const send = (by: Person, files: readonly string[], body = "", id = `post-${count++}-file`) =>
    room.act(connect(by), {
      type: "post",
      id,
      epoch: "epoch-1",
      after: 0,
      body,
      files: [...files],
    });
  const history = () =>
    only(replies(room.act(connect(bea), { type: "history", ref: "r" }), "history")).messages;
  return { room, sql, clock, coming, arrived, send, history };
}

const codeOf = (effects: ReturnType<ReturnType<typeof inRoom>["send"]>) =>
  only(replies(effects, "rejected")).code;

test("[U4] a message carries its files in their order, and may have no words", () => {
  const { send, arrived, history } = inRoom();
  const [one, two] = [arrived(ada, "one.png"), arrived(ada, "two.zip", "application/zip")];
  only(replies(send(ada, [two.id, one.id]), "accepted"));
  expect(history()).toMatchObject([{ body: "", files: [two, one] }]);
});

test("[U4] files that are unknown, of others, on their way, given up or sent are not_found alike", () => {
  const { sql, send, arrived, coming, history } = inRoom();
  const sent = arrived(ada, "sent.png");
  send(ada, [sent.id]);
  const lost = arrived(ada, "lost.png");
  giveUpUpload(sql, lost.id);
  const fine = arrived(ada, "fine.png");
  const bad = [fresh(), arrived(bea, "hers.png").id, coming(ada, "half.png"), lost.id, sent.id];
  for (const id of bad) expect(codeOf(send(ada, [fine.id, id]))).toBe("not_found");
  expect(history()).toHaveLength(1);
  only(replies(send(ada, [fine.id]), "accepted"));
});

test("[U4] [P3] [P4] the same post again is a duplicate, with other files a conflict", () => {
  const { send, arrived } = inRoom();
  const [one, two] = [arrived(ada, "one.png"), arrived(ada, "two.png")];
  const first = only(replies(send(ada, [one.id], "words", "the-same-id"), "accepted"));
  const again = only(replies(send(ada, [one.id], "words", "the-same-id"), "accepted"));
  expect(again).toEqual({ ...first, duplicate: true });
  expect(codeOf(send(ada, [two.id], "words", "the-same-id"))).toBe("id_conflict");
  only(replies(send(ada, [two.id], "words"), "accepted"));
});

test("[U4] an edit leaves the files, may take the words away, and a message without files keeps some", () => {
  const { room, send, arrived, history } = inRoom();
  const file = arrived(ada, "one.png");
  send(ada, [file.id], "words @bea");
  room.fill(1);
  const edit = (seq: number, id: string) =>
    room.act(connect(ada), { type: "edit", id, epoch: "epoch-1", after: 0, seq, body: "" });
  only(replies(edit(1, "edit-with-files"), "accepted"));
  expect(history()[0]).toMatchObject({ body: "", files: [file] });
  expect(codeOf(edit(2, "edit-without"))).toBe("bad_command");
});

test("[U4] a quote tells how many files stand with the words", () => {
  const { room, send, arrived, history } = inRoom();
  send(ada, [arrived(ada, "one.png").id, arrived(ada, "two.png").id]);
  room.act(connect(bea), {
    type: "post",
    id: "the-reply",
    epoch: "epoch-1",
    after: 0,
    body: "!",
    replyTo: 1,
  });
  expect(history()[1]).toMatchObject({ quote: { by: ada.id, body: "", attached: 2 } });
});

test("[U6] [L4] a deletion takes the files from every reader at once, and owes their bytes", () => {
  const { room, sql, send, arrived, history } = inRoom();
  const files = [arrived(ada, "one.png"), arrived(ada, "two.png")];
  const other = arrived(ada, "other.png");
  send(
    ada,
    files.map(({ id }) => id),
  );
  send(ada, [other.id]);
  const effects = room.act(connect(ada), {
    type: "delete",
    id: "delete-1",
    epoch: "epoch-1",
    after: 0,
    seq: 1,
  });
  expect(effects).toContainEqual({ do: "erase" });
  expect(history()[0]).toEqual(expect.not.objectContaining({ files: expect.anything() }));
  for (const { id } of files) expect(readableFile(sql, ada.id, id)).toBeUndefined();
  expect(readableFile(sql, bea.id, other.id)).toEqual(other);
  expect(
    goneFiles(sql, 9)
      .map(({ id }) => id)
      .toSorted(),
  ).toEqual(files.map(({ id }) => id).toSorted());
  for (const { id } of files) forgetFile(sql, id);
  expect(goneFiles(sql, 9)).toEqual([]);
  expect(listFiles(sql, {}).files.map(({ file }) => file)).toEqual([other]);
});

test("[U6] a deletion without files owes nothing", () => {
  const { room } = inRoom();
  room.fill(1);
  const effects = room.act(connect(ada), {
    type: "delete",
    id: "delete-1",
    epoch: "epoch-1",
    after: 0,
    seq: 1,
  });
  expect(effects).not.toContainEqual({ do: "erase" });
});

test("[U6] what was not sent within a day goes, what was sent stays", () => {
  const { sql, clock, send, arrived, coming } = inRoom();
  const sent = arrived(ada, "sent.png");
  send(ada, [sent.id]);
  expect(nextStale(sql)).toBeUndefined();
  const half = coming(ada, "half.png");
  const whole = arrived(ada, "whole.png");
  expect(nextStale(sql)).toBe(clock.now + LIMITS.unsentMs);
  giveUpStale(sql, clock.now + LIMITS.unsentMs - 1);
  expect(goneFiles(sql, 9)).toEqual([]);
  giveUpStale(sql, clock.now + LIMITS.unsentMs);
  const gone = goneFiles(sql, 9);
  expect(new Set(gone.map(({ id, isPartial }) => `${id} ${isPartial}`))).toEqual(
    new Set([`${half} true`, `${whole.id} false`]),
  );
  expect(nextStale(sql)).toBeUndefined();
  expect(readableFile(sql, bea.id, sent.id)).toEqual(sent);
});

test("[U1] the same request goes on with its upload, another file under its id is a conflict", () => {
  const { sql, clock } = inRoom();
  const request = asked("one.png", { type: "image/png" });
  const begun = beginUpload(sql, clock.now, ada.id, request, fresh());
  if (!begun.ok) throw new Error("not begun");
  const { id } = begun.value;
  expect(keepMultipart(sql, id, "multipart-1")).toBe("multipart-1");
  expect(keepMultipart(sql, id, "multipart-2")).toBe("multipart-1");
  keepPart(sql, id, 1, "etag-1");
  keepPart(sql, id, 1, "etag-2");
  keepThumbnail(sql, id, { width: 3, height: 2 });
  const again = beginUpload(sql, clock.now, ada.id, request, fresh());
  expect(again).toMatchObject({
    ok: true,
    value: { id, parts: [{ n: 1, etag: "etag-2" }], thumbnail: { width: 3, height: 2 } },
  });
  const other = beginUpload(sql, clock.now, ada.id, { ...request, size: 11 }, fresh());
  expect(other).toMatchObject({ ok: false, failure: { code: "id_conflict" } });
  const hers = beginUpload(sql, clock.now, bea.id, request, fresh());
  expect(hers.ok && hers.value.id).not.toBe(id);
});

test("[U1] so many uploads wait at most", () => {
  const { sql, clock, coming, arrived, send } = inRoom();
  const some = Array.from({ length: LIMITS.filesUnsent - 1 }, (_, i) => coming(ada, `${i}`));
  const last = arrived(ada, "last.png");
  const more = () => beginUpload(sql, clock.now, ada.id, asked("more"), fresh());
  expect(more()).toMatchObject({ ok: false, failure: { code: "rate_limited" } });
  send(ada, [last.id]);
  expect(more().ok).toBe(true);
  expect(some).toHaveLength(LIMITS.filesUnsent - 1);
});

test("[U2] [U3] nobody else has one's upload; complete, it stays as it is", () => {
  const { sql, coming, arrived } = inRoom();
  const half = coming(ada, "half.png");
  expect(uploadOf(sql, ada.id, half)?.id).toBe(half);
  expect(uploadOf(sql, bea.id, half)).toBeUndefined();
  const file = arrived(ada, "one.png");
  expect(keepFile(sql, file.id, { type: "text/html" })).toEqual(file);
  expect(keepPart(sql, file.id, 1, "late")).toBe(false);
  expect(keepThumbnail(sql, file.id, { width: 1, height: 1 })).toBe("late");
  giveUpUpload(sql, half);
  expect(keepThumbnail(sql, half, { width: 1, height: 1 })).toBe("gone");
});

test("[U5] before it is sent a file is its author's, after it everybody's, on its way nobody's", () => {
  const { sql, coming, arrived, send } = inRoom();
  const file = arrived(ada, "one.png");
  expect(readableFile(sql, ada.id, file.id)).toEqual(file);
  expect(readableFile(sql, bea.id, file.id)).toBeUndefined();
  send(ada, [file.id]);
  expect(readableFile(sql, bea.id, file.id)).toEqual(file);
  expect(readableFile(sql, ada.id, coming(ada, "half.png"))).toBeUndefined();
});

test("[U7] the list has what was sent, the newest first, by kind and by page", () => {
  const { room, sql, arrived, send } = inRoom();
  const sent: FileInfo[] = [];
  for (let i = 0; i < 30; i++) {
    const pair = [arrived(ada, `${i}.png`), arrived(ada, `${i}.zip`, "application/zip")];
    send(
      ada,
      pair.map(({ id }) => id),
      i % 2 ? "words" : "",
    );
    sent.push(...pair);
    room.fill(1);
  }
  arrived(ada, "unsent.png");
  const first = listFiles(sql, {});
  expect(first.more).toBe(true);
  expect(Object.keys(first.people)).toEqual([ada.id]);
  const second = listFiles(sql, { before: first.files.at(-1)?.n ?? 0 });
  expect(second.more).toBe(false);
  const all = [...first.files, ...second.files];
  expect(all.map(({ file }) => file)).toEqual(sent.toReversed());
  expect(all[0]).toMatchObject({ seq: 59, by: ada.id, ts: 1_000 });
  const media = listFiles(sql, { kind: "media" }).files.map(({ file }) => file.name);
  expect(media).toEqual(
    sent
      .filter(({ type }) => type === "image/png")
      .toReversed()
      .map(({ name }) => name),
  );
  expect(listFiles(sql, { kind: "other" }).files).toHaveLength(30);
});

test("[U7] a page of the list costs what it holds, however long the list is", () => {
  const { room, sql, arrived, send } = inRoom();
  for (let i = 0; i < 300; i++)
    send(ada, [
      arrived(ada, `${i}.${i % 7 ? "zip" : "png"}`, i % 7 ? "application/zip" : "image/png").id,
    ]);
  room.fill(10);
  for (const kind of [undefined, "media", "other"] as const) {
    const where = kind === undefined ? "" : "AND media = 1";
    const plan = sql.all<{ detail: string }>(
      `EXPLAIN QUERY PLAN SELECT place FROM file JOIN log ON log.seq = place / 16
       WHERE place IS NOT NULL AND place < ? ${where} ORDER BY place DESC LIMIT 51`,
      1_000_000,
    );
    const details = plan.map(({ detail }) => detail).join("; ");
    expect(details).toMatch(/SEARCH file USING (?:COVERING )?INDEX file_(?:place|media)/);
    expect(details).not.toMatch(/SCAN|TEMP B-TREE/);
  }
  expect(listFiles(sql, { kind: "media" }).files).toHaveLength(43);
});

test("[T15] one's own messages name their files", () => {
  const { sql, arrived, send } = inRoom();
  send(ada, [arrived(ada, "one.png").id], "words");
  expect(ownMessages(sql, ada.id, 0).messages).toMatchObject([
    { body: "words", files: ["one.png"] },
  ]);
});

test("the end of a room is the end of its files", () => {
  const { sql, arrived, send, coming } = inRoom();
  const file = arrived(ada, "one.png");
  send(ada, [file.id]);
  coming(bea, "half.png");
  giveUpAll(sql);
  expect(goneFiles(sql, 9)).toHaveLength(2);
  expect(readableFile(sql, ada.id, file.id)).toBeUndefined();
});

test("[L8] a plain message writes one row, one with files a row more for each", () => {
  const { room, sql, arrived, send } = inRoom();
  const rows = () => sql.all<{ n: number }>("SELECT total_changes() AS n")[0]?.n ?? 0;
  room.act(connect(ada), {
    type: "post",
    id: "first-words",
    epoch: "epoch-1",
    after: 0,
    body: "a",
  });
  const before = rows();
  room.act(connect(ada), {
    type: "post",
    id: "plain-words",
    epoch: "epoch-1",
    after: 0,
    body: "b",
  });
  expect(rows() - before).toBe(1);
  const ids = [arrived(ada, "one.png").id, arrived(ada, "two.png").id];
  const between = rows();
  send(ada, ids);
  expect(rows() - between).toBe(3);
});
