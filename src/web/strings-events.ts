// What is said of the events of a room, in its timeline and its audit log. Loaded with what says it.
// Of one shape with strings.ts: a translation is these files.

import type { EventEntry, ModeEntry } from "../protocol/entries.ts";
import type { Audited } from "../protocol/http.ts";
import { whenOf } from "./strings-order.ts";

const MINUTE = 60_000;

export const e = {
  audit: "Audit log",
  auditHint: "Who changed what in this room. Moderators read it.",
  nothing: "Nothing yet.",
  more: "Show more",
  earlier: (n: number) => (n === 1 ? "1 earlier event" : `${n} earlier events`),
};

/** `nameOf` knows oneself as nobody. */
export function sayEvent(event: EventEntry, nameOf: (id: string) => string | undefined): string {
  const who = nameOf(event.by) ?? "You";
  const whom = "person" in event ? whomOf(event, nameOf) : "";
  const reason = "reason" in event && event.reason !== undefined ? ` · ${event.reason}` : "";
  switch (event.kind) {
    case "topic":
      return `${who} set title and topic: ${event.title}${event.topic ? ` · ${event.topic}` : ""}`;
    case "role":
      return `${who} made ${whom} ${{ owner: "an owner", moderator: "a moderator", member: "a member" }[event.role]}`;
    case "mute":
      return event.on ? `${who} muted ${whom}${untilOf(event)}` : `${who} unmuted ${whom}`;
    case "remove":
      if (!event.on) return `${who} let ${whom} back in`;
      if (isOnce(event)) return `${who} removed ${whom}${reason}`;
      return `${who} banned ${whom}${untilOf(event)}${reason}`;
    case "icon":
      return event.icon ? `${who} gave the room a picture` : `${who} took the room's picture away`;
    case "mode":
      return `${who} ${modeOf(event)}`;
    case "member":
      if (event.on)
        return event.by === event.person
          ? `${who} came by invitation`
          : `${who} brought in ${whom}`;
      return event.heir === undefined
        ? `${who} left`
        : `${who} left. The room is now owned by ${nameOf(event.heir) ?? "you"}`;
  }
}

/** The same of everything that moderators read. */
export function sayAudited(entry: Audited, nameOf: (id: string) => string | undefined): string {
  const who = nameOf(entry.by) ?? "You";
  if (entry.kind === "pin") return `${who} ${entry.on ? "pinned" : "unpinned"} a message`;
  if (entry.kind !== "delete") return sayEvent(entry, nameOf);
  const of = nameOf(entry.person);
  return `${who} deleted a message of ${of ?? "yours"}`;
}

function whomOf(
  { by, person }: { by: string; person: string },
  nameOf: (id: string) => string | undefined,
): string {
  const name = nameOf(person);
  if (name !== undefined) return name;
  return by === person ? "yourself" : "you";
}

/** A removal that was over at once. */
function isOnce({ until, ts }: { until?: number; ts: number }): boolean {
  return until !== undefined && until <= ts;
}

function untilOf({ until }: { until?: number }): string {
  return until === undefined ? "" : ` until ${whenOf(until)}`;
}

function modeOf({ readOnly, slowMs, archived }: ModeEntry): string {
  if (archived) return "archived this room";
  if (readOnly) return "made this room read-only";
  if (slowMs === 0) return "let everybody write here again";
  const every = slowMs < MINUTE ? `${slowMs / 1_000} s` : `${slowMs / MINUTE} min`;
  return `set slow mode: one message every ${every}`;
}
