// 10,000 malformed and half-valid frames by one person, over the socket and HTTP [F1] [F2] [F3] [P4] [T5].
// Nothing breaks, nobody else notices, and nothing is stored that the contract refuses.

import { expect, test, vi } from "vitest";
import type { Entry } from "../../src/protocol/entries.ts";
import { PERMANENT, TEMPORARY } from "../../src/protocol/codes.ts";
import { pick, seeded } from "../chaos/random.ts";
import { closes, isCommand, readable } from "./contract.ts";
import { malformed } from "./malformed.ts";
import { ask, enter, makeRoom, post, signUp, type Socket, type Visitor } from "./visitor.ts";

const FRAMES = 10_000;
const SEED = 1;
const HTTP_SHARE = 0.05;
const ROUND = 200;
const CODES: readonly string[] = [...PERMANENT, ...TEMPORARY].filter((code) => code !== "internal");

function shown(raw: string | ArrayBuffer): string {
  return typeof raw === "string" ? raw.slice(0, 200) : `${raw.byteLength} bytes`;
}

async function logOf(room: string, { auth }: Visitor): Promise<Entry[]> {
  const log: Entry[] = [];
  for (;;) {
    const page = await ask(`/api/rooms/${room}/log?after=${log.length}`, { headers: auth });
    const { entries, more } = (await page.json()) as { entries: Entry[]; more: boolean };
    log.push(...entries);
    if (!more) return log;
  }
}

/** Everything sent before has been handled when this returns. */
async function flush(socket: Socket, ref: string): Promise<void> {
  socket.send({ type: "who", ref });
  while ((await socket.next("who")).ref !== ref);
}

test(`${FRAMES} frames, seed ${SEED}`, { timeout: 60_000 }, async () => {
  const quiet = vi.spyOn(console, "log").mockImplementation(() => {});
  const bugs = vi.spyOn(console, "error");
  const random = seeded(SEED);
  const [ada, bea, eve] = [await signUp("ada"), await signUp("bea"), await signUp("eve")];
  const room = await makeRoom(ada);
  const [a, b] = [await enter(room, ada), await enter(room, bea)];
  for (let i = 0; i < 5; i++) {
    a.send(post(`ada ${i}`));
    b.send(post(`bea ${i}`));
    await Promise.all([a.next("accepted"), b.next("accepted")]);
  }
  b.send({ type: "read", seq: 10 });
  let othersClosed = 0;
  for (const other of [a, b]) void other.closed.then(() => othersClosed++);

  let e = await enter(room, eve);
  const { epoch } = await e.next("welcome");
  const sent: (string | ArrayBuffer)[] = [];
  const answers: Socket["frames"] = [];
  let head = 10;
  for (let i = 0; i < FRAMES; i++) {
    const raw =
      random() < 0.03 && sent.length > 0
        ? pick(random, sent.slice(-20))
        : malformed(random, { head, epoch });
    sent.push(raw);
    if (typeof raw === "string" && random() < HTTP_SHARE) {
      const response = await ask(`/api/rooms/${room}/log`, {
        method: "POST",
        body: raw,
        headers: eve.auth,
      });
      const answer = (await response.json()) as { code?: string };
      expect(
        response.ok || CODES.includes(answer.code ?? ""),
        `${response.status} to ${shown(raw)}`,
      ).toBe(true);
    } else {
      e.sendRaw(raw);
      if (closes(raw)) {
        expect((await e.closed).code, shown(raw)).toBe(4506);
        answers.push(...e.frames);
        e = await enter(room, eve);
      }
    }
    if (i % ROUND !== ROUND - 1) continue;
    await flush(e, `round-${i}`);
    // A frame of theirs now and then, as of anybody who is really there [H4].
    for (const other of [a, b]) await flush(other, `round-${i}`);
    head = (
      (await (
        await ask(`/api/rooms/${room}/log?after=0&limit=1`, { headers: bea.auth })
      ).json()) as { head: number }
    ).head;
  }
  answers.push(...e.frames);

  const log = await logOf(room, bea);
  expect(log.map(({ seq }) => seq)).toEqual(log.map((_, i) => i + 1));
  const stored = log.filter(({ by }) => by === eve.id);
  const commands = sent.filter((raw) => isCommand(raw)).map((raw) => readable(raw) ?? {});
  const legal = new Set(commands.map(({ type, id }) => `${String(type)} ${String(id)}`));
  const typeOf = (kind: string) => (kind === "message" ? "post" : kind);
  expect(stored.filter(({ kind, id }) => !legal.has(`${typeOf(kind)} ${id}`))).toEqual([]);
  // Ids that chance made collide mean what the cursor beside them says; those minted once are in once.
  const isMinted = (id: unknown) => String(id).startsWith("fuzz-id");
  const minted = stored.filter(({ id }) => isMinted(id));
  expect(new Set(minted.map(({ id }) => id)).size).toBe(minted.length);
  // What answers another message may find none there.
  const isPlain = ({ thread, replyTo }: Record<string, unknown>) =>
    thread === undefined && replyTo === undefined;
  const posts = commands.filter((c) => c["type"] === "post" && isMinted(c["id"]) && isPlain(c));
  const answering = new Set(commands.filter((c) => !isPlain(c)).map(({ id }) => id));
  const messages = minted.filter(({ kind, id }) => kind === "message" && !answering.has(id));
  expect(new Set(messages.map(({ id }) => id))).toEqual(new Set(posts.map(({ id }) => id)));

  const theirs = log.filter(({ by }) => by !== eve.id);
  expect(theirs.map((entry) => ("body" in entry ? entry.body : entry.kind))).toEqual(
    [0, 1, 2, 3, 4].flatMap((i) => [`ada ${i}`, `bea ${i}`]),
  );
  const foreign = new Set(theirs.map(({ seq }) => seq));
  expect(
    stored.filter(
      (entry) =>
        ["edit", "delete"].includes(entry.kind) &&
        "target" in entry &&
        foreign.has(entry.target as number),
    ),
  ).toEqual([]);
  const rejected = answers.flatMap((frame) => (frame.type === "rejected" ? [frame.code] : []));
  expect(rejected.filter((code) => !CODES.includes(code))).toEqual([]);
  expect(othersClosed).toBe(0);
  expect(bugs).not.toHaveBeenCalled();
  expect(({} as { polluted?: number }).polluted).toBeUndefined();

  const heard = b.frames.flatMap((frame) => (frame.type === "entries" ? frame.entries : []));
  expect(heard.map(({ seq }) => seq)).toEqual(log.map(({ seq }) => seq));
  const back = await enter(room, bea);
  expect(await back.next("welcome")).toMatchObject({ readSeq: 10, head: log.length });
  back.send(post("the room serves on"));
  expect(await back.next("accepted")).toMatchObject({ seq: log.length + 1 });
  for (const socket of [a, b, e, back]) socket.close();
  quiet.mockRestore();
  bugs.mockRestore();
});
