// What a client sends: one schema per frame type, the type inferred from it.
// Commands carry `id` and end up in the log; queries carry `ref`, signals neither.

import * as v from "valibot";
import { LIMITS } from "./limits.ts";
import {
  bodyOrNone,
  commandId,
  emoji,
  fileIds,
  forMs,
  label,
  opaque,
  personId,
  roomTitle,
  roomTopic,
  seq,
} from "./fields.ts";
import { ROLES } from "./roles.ts";

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

/**
 * `thread`: the message whose thread this belongs to; `replyTo`: the message that it quotes;
 * `files`: uploads of one's own to this room, with which there need be no body.
 */
export const post = v.pipe(
  v.object({
    type: v.literal("post"),
    ...command,
    body: bodyOrNone,
    thread: v.optional(seq),
    replyTo: v.optional(seq),
    files: v.optional(fileIds),
  }),
  v.forward(
    v.check(({ body, files }) => body !== "" || files !== undefined, "must not be blank"),
    ["body"],
  ),
);

/** Replaces the body of one's own message; beside files there need be none. */
export const edit = v.object({ type: v.literal("edit"), ...command, seq, body: bodyOrNone });

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

/** Pins a message for all, or takes the pin out. */
export const pin = v.object({ type: v.literal("pin"), ...command, seq, on: v.boolean() });

/** Takes the previews of links off one's own message, or puts them back. */
export const preview = v.object({ type: v.literal("preview"), ...command, seq, on: v.boolean() });

/** Sets the room's title and topic; what is left out stays. */
export const topic = v.object({
  type: v.literal("topic"),
  ...command,
  title: v.optional(roomTitle),
  topic: v.optional(roomTopic),
});

/** Makes somebody member, moderator or owner of the room. */
export const role = v.object({
  type: v.literal("role"),
  ...command,
  person: personId,
  role: v.picklist(ROLES),
});

/** Lets somebody read and no more, for a time; or lifts that. */
export const mute = v.object({
  type: v.literal("mute"),
  ...command,
  person: personId,
  on: v.boolean(),
  forMs: v.optional(forMs),
});

/** Takes somebody out of the room, for a time or until it is lifted; or lifts that. */
export const remove = v.object({
  type: v.literal("remove"),
  ...command,
  person: personId,
  on: v.boolean(),
  /** 0: out now, and free to come back at once. */
  forMs: v.optional(v.union([v.literal(0), forMs])),
  /** Everybody in the room reads it, and so does who is removed. */
  reason: v.optional(label(LIMITS.reasonLength)),
});

/** How the room is written in; what is left out stays. `slowMs` 0: as fast as one likes. */
export const mode = v.object({
  type: v.literal("mode"),
  ...command,
  readOnly: v.optional(v.boolean()),
  /** Nobody writes, and it is out of the list of rooms. */
  archived: v.optional(v.boolean()),
  slowMs: v.optional(v.pipe(v.number(), v.safeInteger(), v.minValue(0), v.maxValue(LIMITS.slowMs))),
});

/** Takes oneself out of a private room. */
export const leave = v.object({ type: v.literal("leave"), ...command });

export const drop = v.object({ type: v.literal("drop"), id: commandId });

export const history = v.pipe(
  v.object({
    type: v.literal("history"),
    ref,
    before: v.optional(seq),
    around: v.optional(seq),
    /** ms since 1970 */
    date: v.optional(seq),
    /** Of this thread, not of the main timeline. */
    thread: v.optional(seq),
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
  atTs: v.optional(seq),
});

/**
 * `turn`: how often the mark had been set back when this was read; of an earlier one it counts for nothing.
 * `count`: what is unread above it shall be told.
 */
export const read = v.object({
  type: v.literal("read"),
  seq,
  turn: v.optional(seq),
  count: v.optional(v.boolean()),
  thread: v.optional(seq),
});

/** Sets one's read mark back: the message at `seq` and all after it are unread. */
export const unread = v.object({ type: v.literal("unread"), seq });

export const typing = v.object({ type: v.literal("typing") });

export const who = v.object({ type: v.literal("who"), ref, after: v.optional(opaque) });

export const received = v.object({ type: v.literal("received") });

/** A command that makes entries in the log. */
export type Post = v.InferOutput<typeof post>;
export type Topic = v.InferOutput<typeof topic>;
export type Edit = v.InferOutput<typeof edit>;
export type Delete = v.InferOutput<typeof del>;
export type React = v.InferOutput<typeof react>;
export type Pin = v.InferOutput<typeof pin>;
export type PreviewChange = v.InferOutput<typeof preview>;
export type RoleChange = v.InferOutput<typeof role>;
export type Mute = v.InferOutput<typeof mute>;
export type Remove = v.InferOutput<typeof remove>;
export type ModeChange = v.InferOutput<typeof mode>;
export type Leave = v.InferOutput<typeof leave>;
/** What a moderator orders. */
export type Order = RoleChange | Mute | Remove | ModeChange;
export type Command = Post | Edit | Delete | React | Pin | PreviewChange | Topic | Order | Leave;

const COMMANDS: readonly string[] = [
  "post",
  "edit",
  "delete",
  "react",
  "pin",
  "preview",
  "topic",
  "role",
  "mute",
  "remove",
  "mode",
  "leave",
] satisfies Command["type"][];

/** Commands end up in the log; everything else is a query or a signal. */
export function isCommand(frame: UpFrame): frame is Command {
  return COMMANDS.includes(frame.type);
}

export type Drop = v.InferOutput<typeof drop>;
export type HistoryQuery = v.InferOutput<typeof history>;
export type Sync = v.InferOutput<typeof sync>;
export type Read = v.InferOutput<typeof read>;
export type Unread = v.InferOutput<typeof unread>;
export type Typing = v.InferOutput<typeof typing>;
export type WhoQuery = v.InferOutput<typeof who>;
export type Received = v.InferOutput<typeof received>;

export const UP = {
  post,
  edit,
  delete: del,
  react,
  pin,
  preview,
  topic,
  role,
  mute,
  remove,
  mode,
  leave,
  drop,
  history,
  sync,
  read,
  unread,
  typing,
  who,
  received,
} as const;

export type UpFrame =
  | Command
  | Drop
  | HistoryQuery
  | Sync
  | Read
  | Unread
  | Typing
  | WhoQuery
  | Received;
