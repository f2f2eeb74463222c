// What somebody is in this room, for the people who may know.
// Why and until when somebody is out of it is told to those who may lift it.

import type { Failure } from "../protocol/codes.ts";
import type { MemberAnswer, RemovedAnswer } from "../protocol/http.ts";
import { may } from "../protocol/roles.ts";
import { failed, ok, type Result } from "../lib/result.ts";
import type { Sql } from "../lib/sql.ts";
import { memberAt, peopleOf } from "./members.ts";
import { muteOf } from "./mute.ts";
import { removalOf, removals } from "./removals.ts";
import { roleOf } from "./roles.ts";

/** Removals told at once: the newest. */
const TOLD_MOST = 200;

/** Undefined for who was never here. */
export function memberFor(
  sql: Sql,
  now: number,
  viewer: string,
  whom: string,
): MemberAnswer | undefined {
  const person = memberAt(sql, whom);
  if (!person) return undefined;
  const muted = muteOf(sql, now, whom);
  const removed = may(roleOf(sql, viewer), "seeRemoved") ? removalOf(sql, now, whom) : undefined;
  return {
    person,
    role: roleOf(sql, whom),
    ...(muted && { muted }),
    ...(removed && { removed }),
  };
}

/** Who was removed last first. Error: `forbidden`. */
export function removedFor(sql: Sql, now: number, viewer: string): Result<RemovedAnswer, Failure> {
  if (!may(roleOf(sql, viewer), "seeRemoved"))
    return failed({ code: "forbidden", message: "Only moderators of this room may see that." });
  const found = removals(sql, now, TOLD_MOST);
  const removed = found.flatMap(({ person: id, ...removal }) => {
    const person = memberAt(sql, id);
    return person ? [{ person, ...removal }] : [];
  });
  return ok({
    removed,
    people: peopleOf(
      sql,
      found.map(({ by }) => by),
    ),
  });
}
