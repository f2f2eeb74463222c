// Who may do what to what: the one rule that every command passes at each use.
// What a role may stands in `protocol/roles.ts`; a message that is foreign, deleted or unknown is `not_found` alike.

import type { Failure } from "../protocol/codes.ts";
import type { Post } from "../protocol/commands.ts";
import { FIRST_ROOM_NAME } from "../protocol/names.ts";
import { isAbove, may, type Act, type Role } from "../protocol/roles.ts";
import { inWords } from "../lib/duration.ts";
import type { Sql } from "../lib/sql.ts";
import { hasLeft } from "./belonging.ts";
import { refusalFault } from "./direct.ts";
import { lentRole } from "./community.ts";
import type { Add, Context, Deed } from "./context.ts";
import { filesFault } from "./files.ts";
import { dataOf, liveMessage } from "./log.ts";
import { memberAt } from "./members.ts";
import { slowWait } from "./mode.ts";
import { muteOf } from "./mute.ts";
import { isLastOwner, roleOf } from "./roles.ts";
import { isGroup, type Settings } from "./settings.ts";

const forbidden = (message: string): Failure => ({ code: "forbidden", message });
const missing = (message: string): Failure => ({ code: "not_found", message });
const readOnly = (message: string): Failure => ({ code: "read_only", message });

const NO_WORDS: Failure = {
  code: "bad_command",
  message: "A message without files needs words.",
};
const NO_SUCH_MESSAGE = missing("The message that this answers is not there any more.");
const NOT_FOUND = missing("There is no such message for you to change.");
const NOBODY = missing("There is no such person in this room.");
const LAST_OWNER = forbidden("A room needs an owner. Make somebody else an owner first.");
const LENT_ROLE = forbidden(
  "The community made this person what they are. Its owners change that.",
);
const OPEN = forbidden("This room is open: whoever has its address comes and goes.");
const BETWEEN_TWO = forbidden("This room is between two people, and stays so.");
const MUTED = forbidden("You are muted in this room until a moderator lifts it.");
const FIRST_STAYS = forbidden("Everybody comes to this room first: it stays.");
const READ_ONLY = readOnly("Only moderators write in this room.");
const ARCHIVED = readOnly("This room is archived: nobody writes in it any more.");

/** What is needed for a command, beside its target being there for one. */
const ACT_OF = {
  post: "write",
  edit: "write",
  delete: "takeBack",
  preview: "takeBack",
  react: "react",
  pin: "arrange",
  topic: "arrange",
  role: "role",
  mute: "mute",
  remove: "remove",
  mode: "mode",
  add: "add",
  leave: "leave",
} as const satisfies Record<Deed["type"], Act>;

/** Why not, or undefined. Errors: `forbidden`, `read_only`, `rate_limited` in slow mode, `not_found`. */
export function authorize(
  { sql, now }: Pick<Context, "sql" | "now">,
  room: Settings,
  person: string,
  command: Deed,
): Failure | undefined {
  const role = roleOf(sql, person);
  const act = actOf(room, command);
  return (
    kindFault(room, command) ??
    roleFault(role, act) ??
    silence({ sql, now }, room, person, role, act) ??
    targetFault(sql, room, person, role, command) ??
    (command.type === "post" ? haste({ sql, now }, room, person, role) : undefined)
  );
}

/** The same for what no command does: files are for messages, and a picture arranges the room. */
export function actFault(
  context: Pick<Context, "sql" | "now">,
  room: Settings,
  person: string,
  act: Act,
): Failure | undefined {
  const role = roleOf(context.sql, person);
  return roleFault(role, act) ?? silence(context, room, person, role, act);
}

/** Why this person brings nobody into this room, by hand or by an invite. Error: `forbidden`. */
export function addFault(
  context: Pick<Context, "sql" | "now">,
  room: Settings,
  person: string,
): Failure | undefined {
  if (room.kind !== "private") return room.kind === "open" ? OPEN : BETWEEN_TWO;
  return actFault(context, room, person, actOf(room, { type: "add" }));
}

/** Whoever may write in a room that goes by its people brings others in. */
function actOf(room: Settings, command: Deed | Pick<Add, "type">): Act {
  if (command.type === "mode" && command.archived !== undefined) return "archive";
  const { type } = command;
  return type === "add" && isGroup(room) ? "write" : ACT_OF[type];
}

/** One comes to an open room by its address, and a room between two people stays as it is. */
function kindFault({ kind, name }: Settings, command: Deed): Failure | undefined {
  const isMembers = command.type === "add" || command.type === "leave";
  if (isMembers && kind !== "private") return kind === "open" ? OPEN : BETWEEN_TWO;
  const isMoved = command.type === "mode" && command.archived !== undefined;
  if (isMoved && name === FIRST_ROOM_NAME) return FIRST_STAYS;
  const isChange = isMoved || isMembers || command.type === "topic" || "person" in command;
  return kind === "direct" && isChange ? BETWEEN_TWO : undefined;
}

function roleFault(role: Role, act: Act): Failure | undefined {
  if (may(role, act)) return undefined;
  const who = may("moderator", act) ? "moderators" : "owners";
  return { code: "forbidden", message: `Only ${who} of this room may do that.` };
}

/** Whoever is muted takes back at most; in a read-only room members react, and take back. */
function silence(
  { sql, now }: Pick<Context, "sql" | "now">,
  room: Settings,
  person: string,
  role: Role,
  act: Act,
): Failure | undefined {
  if (act === "takeBack" || act === "leave") return undefined;
  const refusal = room.kind === "direct" ? refusalFault(sql, person) : undefined;
  if (refusal) return refusal;
  const mute = muteOf(sql, now, person);
  if (mute) return mute.until === undefined ? MUTED : mutedUntil(mute.until, now);
  const isWriting = act === "write" || act === "arrange";
  if (room.archived === 1 && (isWriting || act === "react")) return ARCHIVED;
  return isWriting && room.read_only === 1 && !may(role, "writeReadOnly") ? READ_ONLY : undefined;
}

function mutedUntil(until: number, now: number): Failure {
  const message = `You are muted in this room. It ends in ${inWords(until - now)}.`;
  return { code: "forbidden", message, until };
}

function haste(
  { sql, now }: Pick<Context, "sql" | "now">,
  room: Settings,
  person: string,
  role: Role,
): Failure | undefined {
  const retryAfterMs = may(role, "hurry") ? 0 : slowWait(sql, room, now, person);
  if (retryAfterMs === 0) return undefined;
  const message = "This room is in slow mode. Your message goes by itself when its time has come.";
  return { code: "rate_limited", message, retryAfterMs };
}

function targetFault(
  sql: Sql,
  room: Settings,
  person: string,
  role: Role,
  command: Deed,
): Failure | undefined {
  // A `seq` of another epoch names another message, or none.
  if ("seq" in command && (command.epoch ?? room.epoch) !== room.epoch) return NOT_FOUND;
  switch (command.type) {
    case "post":
      return postFault(sql, room, command) ?? filesFault(sql, person, command.files);
    case "topic":
    case "mode":
    case "add":
    case "leave":
      return undefined;
    case "react":
    case "pin":
      return liveMessage(sql, command.seq) ? undefined : NOT_FOUND;
    case "edit": {
      const message = liveMessage(sql, command.seq);
      if (message?.author !== person) return NOT_FOUND;
      return command.body !== "" || dataOf(message).files ? undefined : NO_WORDS;
    }
    case "preview":
      return liveMessage(sql, command.seq)?.author === person ? undefined : NOT_FOUND;
    case "delete": {
      const author = liveMessage(sql, command.seq)?.author;
      const isFor = author === person || (author !== undefined && may(role, "deleteOthers"));
      return isFor ? undefined : NOT_FOUND;
    }
    case "mute":
    case "remove":
      return rankFault(sql, person, role, command.person);
    case "role": {
      if (!memberAt(sql, command.person) || hasLeft(sql, command.person)) return NOBODY;
      if (isAbove(lentRole(sql, command.person), command.role)) return LENT_ROLE;
      const isLast = command.role !== "owner" && isLastOwner(sql, command.person);
      return isLast ? LAST_OWNER : undefined;
    }
  }
}

/** One acts upon those below oneself, and so never upon oneself; in the community, too. */
function rankFault(sql: Sql, person: string, role: Role, whom: string): Failure | undefined {
  if (!memberAt(sql, whom)) return NOBODY;
  const lent = lentRole(sql, whom);
  const isBelow = lent === "member" || isAbove(lentRole(sql, person), lent);
  if (isBelow && isAbove(role, roleOf(sql, whom))) return undefined;
  return { code: "forbidden", message: "Only who stands above a person in this room may do that." };
}

/** A thread stands under a message of the main timeline; a quote is of the same timeline or thread. */
function postFault(sql: Sql, room: Settings, command: Post): Failure | undefined {
  const { thread, replyTo, epoch = room.epoch } = command;
  if (thread === undefined && replyTo === undefined) return undefined;
  if (epoch !== room.epoch) return NO_SUCH_MESSAGE;
  if (thread !== undefined && liveMessage(sql, thread)?.thread !== null) return NO_SUCH_MESSAGE;
  if (replyTo === undefined) return undefined;
  const quoted = liveMessage(sql, replyTo);
  const isHere = quoted && (quoted.thread ?? undefined) === thread;
  return isHere || (quoted && replyTo === thread) ? undefined : NO_SUCH_MESSAGE;
}

/** Why this person may not delete the room, or undefined. Error: `forbidden`. */
export function deletionFault(sql: Sql, room: Settings, person: string): Failure | undefined {
  if (room.name === FIRST_ROOM_NAME) return FIRST_STAYS;
  return room.kind === "direct" ? BETWEEN_TWO : roleFault(roleOf(sql, person), "deleteRoom");
}
