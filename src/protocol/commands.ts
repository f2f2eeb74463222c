// What a client sends: one schema per frame type, the type inferred from it.
// Commands carry `id` and end up in the log; queries carry `ref`, signals neither.

import * as v from "valibot";
import { LIMITS } from "./limits.ts";
import { body, commandId, emoji, opaque, roomTitle, roomTopic, seq } from "./fields.ts";

/** What every command carries: its id, and the author's cursor when it was made [P1]. */
const command = {
  id: commandId,
  epoch: v.optional(opaque),
  after: v.optional(seq),
};

const ref = v.pipe(
  v.string(),
  v.regex(/^[A-Za-z0-9_-]{1,64}$/, "must be 1 to 64 of A-Z a-z 0-9 _ -"),
);

export const post = v.object({ type: v.literal("post"), ...command, body });

/** Replaces the body of one's own message. */
export const edit = v.object({ type: v.literal("edit"), ...command, seq, body });

/** Takes one's own message back. */
export const del = v.object({ type: v.literal("delete"), ...command, seq });

/** Adds one's reaction, or takes it back. */
export const react = v.object({
  type: v.literal("react"),
  ...command,
  seq,
  emoji,
  on: v.boolean(),
});

/** Sets the room's title and topic; what is left out stays. */
export const topic = v.object({
  type: v.literal("topic"),
  ...command,
  title: v.optional(roomTitle),
  topic: v.optional(roomTopic),
});

export const drop = v.object({ type: v.literal("drop"), id: commandId });

export const history = v.pipe(
  v.object({
    type: v.literal("history"),
    ref,
    before: v.optional(seq),
    around: v.optional(seq),
    /** ms since 1970 */
    date: v.optional(seq),
    limit: v.optional(
      v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(LIMITS.historyMost)),
    ),
  }),
  v.check(
    (h) => [h.before, h.around, h.date].filter((x) => x !== undefined).length <= 1,
    "takes one of before, around and date",
  ),
);

export const sync = v.object({
  type: v.literal("sync"),
  epoch: opaque,
  after: seq,
  at: v.optional(opaque),
});

export const read = v.object({ type: v.literal("read"), seq });

export const typing = v.object({ type: v.literal("typing") });

export const who = v.object({ type: v.literal("who"), ref, after: v.optional(opaque) });

export const received = v.object({ type: v.literal("received") });

/** A command that makes entries in the log. */
export type Post = v.InferOutput<typeof post>;
export type Topic = v.InferOutput<typeof topic>;
export type Edit = v.InferOutput<typeof edit>;
export type Delete = v.InferOutput<typeof del>;
export type React = v.InferOutput<typeof react>;
export type Command = Post | Edit | Delete | React | Topic;

const COMMANDS: readonly string[] = ["post", "edit", "delete", "react", "topic"];

/** Commands end up in the log; everything else is a query or a signal. */
export function isCommand(frame: UpFrame): frame is Command {
  return COMMANDS.includes(frame.type);
}

export type Drop = v.InferOutput<typeof drop>;
export type HistoryQuery = v.InferOutput<typeof history>;
export type Sync = v.InferOutput<typeof sync>;
export type Read = v.InferOutput<typeof read>;
export type Typing = v.InferOutput<typeof typing>;
export type WhoQuery = v.InferOutput<typeof who>;
export type Received = v.InferOutput<typeof received>;

export const UP = {
  post,
  edit,
  delete: del,
  react,
  topic,
  drop,
  history,
  sync,
  read,
  typing,
  who,
  received,
} as const;

export type UpFrame = Command | Drop | HistoryQuery | Sync | Read | Typing | WhoQuery | Received;
