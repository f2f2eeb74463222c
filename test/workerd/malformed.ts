// Frames as nobody should send them: valid ones, and what a seeded chance makes of them.
// Some stay valid, so that what follows a bad frame is tried as well as the frame itself.

import { between, pick, type Random } from "../chaos/random.ts";
import { unique } from "./visitor.ts";

type Loose = Record<string, unknown>;

const BODIES = [
  "hello",
  "é 👩‍👩‍👧 \u200f\r\n\t",
  "<b>x</b>",
  "__proto__",
  "'; DROP TABLE log; --",
  "😀".repeat(8_000),
];
const DEEP = JSON.parse(`${"[".repeat(2_000)}${"]".repeat(2_000)}`) as unknown;
const POLLUTED = JSON.parse(
  '{"__proto__":{"polluted":1},"constructor":{"prototype":{"polluted":1}}}',
) as unknown;
const WEIRD: readonly unknown[] = [
  null,
  true,
  false,
  -1,
  -0,
  0,
  1.5,
  2 ** 53,
  2 ** 53 - 1,
  1e308,
  "",
  " ",
  "\u2003\n",
  "\0",
  "a\0b",
  "\ud800",
  "x\udc00y",
  "\u202e",
  "0",
  "1",
  [],
  {},
  [[]],
  ["post"],
  { length: 1 },
  DEEP,
  POLLUTED,
  "x".repeat(8_001),
  "😀".repeat(8_001),
  "constructor",
  "__proto__",
  "toString",
  "👍👍",
  "🇩🇪",
];
const TYPES: readonly unknown[] = [
  "constructor",
  "__proto__",
  "toString",
  "hasOwnProperty",
  "POST",
  "post ",
  "welcome",
  "entries",
  "accepted",
  "",
  0,
  null,
  ["post"],
  { post: 1 },
  "pins",
  "unreadable",
  "join",
];
const NAMES = [
  "__proto__",
  "constructor",
  "prototype",
  "toJSON",
  "then",
  "",
  "0",
  "\u0000",
  "by",
  "person",
  "ts",
  "kind",
  "author",
];
const BROKEN = [
  "",
  " ",
  "ping ",
  "PING",
  "pong x 1",
  "null",
  "true",
  "0",
  '"post"',
  "[]",
  "[{}]",
  "{",
  "}",
  "{}{}",
  "NaN",
  "undefined",
  "{'type':'post'}",
  '{"type":"post",}',
  '{"type":"typing"}//',
  "\ufeff{}",
  "\0",
  "1e999",
  "[".repeat(60_000),
  '{"a":'.repeat(20_000),
];

export interface Aim {
  head: number;
  epoch: string;
}

/** One frame as it goes out: text, or bytes where it is binary. */
export function malformed(random: Random, aim: Aim): string | ArrayBuffer {
  const dice = random();
  if (dice < 0.01)
    return new Uint8Array(between(random, 0, 40)).map(() => between(random, 0, 256)).buffer;
  if (dice < 0.04) return pick(random, BROKEN);
  const frame = base(random, aim);
  for (let i = pick(random, [0, 1, 1, 1, 2, 3]); i > 0; i--) mutate(random, frame);
  if (dice < 0.043) frame["padding"] = "x".repeat(between(random, 126_000, 140_000));
  const text = JSON.stringify(frame);
  return dice < 0.1 ? scratch(random, text) : text;
}

function base(random: Random, { head, epoch }: Aim): Loose {
  const seq = between(random, 0, head + 3);
  const after = pick(random, [undefined, 0, head]);
  const command = { id: unique("fuzz-id"), ...(random() < 0.5 && { epoch }), after };
  const ref = unique("ref").slice(-64);
  return pick<Loose>(random, [
    { type: "post", ...command, body: pick(random, BODIES.slice(0, -1)) },
    { type: "post", ...command, body: random() < 0.02 ? BODIES.at(-1) : "a plain message" },
    { type: "edit", ...command, seq, body: "edited" },
    { type: "delete", ...command, seq },
    { type: "react", ...command, seq, emoji: pick(random, ["👍", "👩‍👩‍👧", "🇩🇪"]), on: random() < 0.7 },
    {
      type: "topic",
      ...command,
      title: pick(random, ["Fuzz", "Room"]),
      topic: pick(random, ["", "of chance"]),
    },
    { type: "post", ...command, body: "in a thread", thread: seq },
    { type: "post", ...command, body: "an answer", replyTo: seq },
    { type: "pin", ...command, seq, on: random() < 0.7 },
    { type: "preview", ...command, seq, on: random() < 0.5 },
    { type: "unread", seq },
    { type: "read", seq, thread: between(random, 0, head + 3), turn: between(random, 0, 3) },
    { type: "drop", id: command.id },
    { type: "history", ref, before: seq, limit: 5 },
    { type: "sync", epoch, after: Math.max(0, head - 5) },
    { type: "read", seq },
    { type: "typing" },
    { type: "who", ref },
    { type: "received" },
  ]);
}

function mutate(random: Random, frame: Loose): void {
  const key = pick(random, Object.keys(frame).concat("type"));
  const set = (name: string, value: unknown) =>
    Object.defineProperty(frame, name, {
      value,
      enumerable: true,
      configurable: true,
      writable: true,
    });
  const dice = random();
  if (dice < 0.15) delete frame[key];
  else if (dice < 0.3) set("type", pick(random, TYPES));
  else if (dice < 0.5) set(pick(random, NAMES), pick(random, WEIRD));
  else set(key, pick(random, WEIRD));
}

/** Damages the text itself: cut short, a character changed, a number blown up, a key doubled. */
function scratch(random: Random, text: string): string {
  const at = between(random, 0, text.length);
  const changed = pick(random, [
    text.slice(0, at),
    text.slice(0, at) +
      pick(random, ['"', "\\", "{", "\u0007", "é", "😀", "\\ud800", "\\u0000"]) +
      text.slice(at + 1),
    text.replace(/:\d+/, `:${pick(random, ["1e999", "-1", "9".repeat(400), "0x10", "1e-7"])}`),
    text.replace("{", '{"type":"post","body":"twice",'),
    ` ${text}\n`,
    `[${text}]`,
  ]);
  return changed.toWellFormed();
}
