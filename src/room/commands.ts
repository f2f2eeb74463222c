// The way of every command that ends up in the log: look-up, held line, rate, then the act.
// The order of these four is what makes a retry harmless [P3] and keeps an author's order [G5].

import { LIMITS } from "../protocol/limits.ts";
import { isTemporary, type Failure } from "../protocol/codes.ts";
import { reject, reply, type Connection, type Context, type Deed, type Effect } from "./context.ts";
import { addPerson } from "./add.ts";
import { authorize } from "./authorize.ts";
import { deleteMessage } from "./delete.ts";
import { reachOther } from "./direct.ts";
import { editMessage } from "./edit.ts";
import { leaveRoom } from "./leave.ts";
import { lookUp, lookUpSize } from "./lookup.ts";
import { setMode } from "./mode.ts";
import { mutePerson } from "./mute.ts";
import { pinFault, pinMessage } from "./pins.ts";
import { postMessage } from "./post.ts";
import { changePreview } from "./preview.ts";
import { react, reactionFault } from "./reactions.ts";
import { removePerson } from "./remove.ts";
import { setRole } from "./roles.ts";
import { isGroup, type Settings } from "./settings.ts";
import { setTopic } from "./topic.ts";

/** Errors: `id_conflict`, `out_of_order`, `rate_limited`, `not_found`, `forbidden`, `read_only`. */
export function handleCommand(
  context: Context,
  room: Settings,
  connection: Connection,
  command: Deed,
): Effect[] {
  // A long look-up is work that has to be paid for: whoever is in debt waits for it.
  if (context.wait.commands > 0 && lookUpSize(context.sql, room, command) > LIMITS.lookBack)
    return refuse(connection, command.id, tooMuch(context.wait.commands));
  const { found, tokens } = lookUp(context.sql, room, connection.person.id, command);
  const spent: Effect[] = tokens > 0 ? [{ do: "charge", bucket: "commands", tokens }] : [];
  if (found) {
    const answer = found.same
      ? reply({ type: "accepted", id: command.id, seq: found.seq, ts: found.ts, duplicate: true })
      : reject(
          { code: "id_conflict", message: "This id was used for another message." },
          { id: command.id },
        );
    return [...spent, ...release(connection, command.id), answer];
  }
  const failure =
    hindrance(context, connection, command.id) ??
    authorize(context, room, connection.person.id, command) ??
    (command.type === "react" ? reactionFault(context.sql, command) : undefined) ??
    (command.type === "pin" ? pinFault(context.sql, command) : undefined);
  if (failure) return [...spent, ...refuse(connection, command.id, failure)];
  const acts = act(context, room, connection, command);
  return [
    ...spent,
    { do: "charge", bucket: "commands", tokens: 1 },
    ...release(connection, command.id),
    ...acts,
  ];
}

function act(context: Context, room: Settings, { person }: Connection, command: Deed): Effect[] {
  switch (command.type) {
    case "post":
      return [...reachOthers(context, room, person.id), ...postMessage(context, person, command)];
    case "edit":
      return editMessage(context, person, command);
    case "delete":
      return deleteMessage(context, person, command);
    case "react":
      return react(context, person, command);
    case "pin":
      return pinMessage(context, person, command);
    case "preview":
      return changePreview(context, person, command);
    case "topic":
      return setTopic(context, room, person, command);
    case "role":
      return setRole(context, person, command);
    case "mute":
      return mutePerson(context, person, command);
    case "remove":
      return removePerson(context, person, command);
    case "mode":
      return setMode(context, room, person, command);
    case "add":
      return addPerson(context, person, command);
    case "leave":
      return leaveRoom(context, person, command);
  }
}

/** Between people a message reaches whoever is away at once; in other rooms in its time. */
function reachOthers(context: Context, room: Settings, author: string): Effect[] {
  if (room.kind === "direct") return reachOther(context, author);
  return isGroup(room) ? [{ do: "reach" }] : [];
}

/** Refuses a command; where it may come again its refusal holds the line, remembered before it is said [P5]. */
export function refuse(connection: Connection, id: string, failure: Failure): Effect[] {
  const holds = isTemporary(failure.code) || connection.drops === true;
  const held: Effect[] =
    holds && connection.held === null ? [{ do: "remember", memory: { held: id } }] : [];
  const free = holds ? [] : release(connection, id);
  return [...held, ...free, reject(failure, { id })];
}

/** Lets the line go where `id` held it: it got an answer, or was given up. */
export function release(connection: Connection, id: string): Effect[] {
  return connection.held === id ? [{ do: "remember", memory: { held: null } }] : [];
}

function hindrance(context: Context, connection: Connection, id: string): Failure | undefined {
  if (connection.held !== null && connection.held !== id)
    return {
      code: "out_of_order",
      message: "An earlier message has to go first.",
      retryAfterMs: 0,
    };
  return context.wait.commands > 0 ? tooMuch(context.wait.commands) : undefined;
}

function tooMuch(retryAfterMs: number): Failure {
  const message = "That was a lot at once. It goes on in a moment.";
  return { code: "rate_limited", message, retryAfterMs };
}
