// Invite links of a private room: who has the token comes in, until it ends, is used up or is revoked.
// The token is kept as its digest only; each person uses an invite up once, however often they come by it.

import type { Failure } from "../protocol/codes.ts";
import type { InviteListed } from "../protocol/http.ts";
import { LIMITS } from "../protocol/limits.ts";
import type { Person } from "../protocol/people.ts";
import {
  countUse,
  endInvite,
  hasEnded,
  hasPlace,
  inviteBy,
  keepInvite,
  keptInvites,
  told,
  type InviteKept,
  type NewInvite,
} from "../lib/invites.ts";
import { failed, ok, type Result } from "../lib/result.ts";
import { first, type Sql } from "../lib/sql.ts";
import { addPerson } from "./add.ts";
import { addFault } from "./authorize.ts";
import { isInside } from "./belonging.ts";
import { reject, type Context, type Effect } from "./context.ts";
import { hasDeparted } from "./departures.ts";
import { memberAt } from "./members.ts";
import { unchanged } from "./publish.ts";
import { isRemoved } from "./removals.ts";
import type { Settings } from "./settings.ts";

/** Whatever is wrong with an invite, this is all that is said of it. */
const NO_INVITE: Failure = {
  code: "not_found",
  message: "This invitation does not hold any more, or never did.",
};

/** The same request again finds the same invite. Errors: `forbidden`, `storage_full`. */
export function makeInvite(
  sql: Sql,
  now: number,
  room: Settings,
  invite: NewInvite,
): Result<InviteListed, Failure> {
  const fault = addFault({ sql, now }, room, invite.author);
  if (fault) return failed(fault);
  const known = inviteBy(sql, invite.hash);
  if (known) return ok(listedOf(sql, known));
  const made = keepInvite(sql, now, invite, {
    atMost: LIMITS.invites,
    holds: (one) => holds(sql, now, room, one),
  });
  sql.all("DELETE FROM invite_use WHERE invite NOT IN (SELECT id FROM invite)");
  return made
    ? ok(listedOf(sql, made))
    : failed({ code: "storage_full", message: "Revoke an invite first: there are too many." });
}

/** Those that hold, the newest first. Error: `forbidden`. */
export function invitesFor(
  sql: Sql,
  now: number,
  room: Settings,
  viewer: string,
): Result<InviteListed[], Failure> {
  const fault = addFault({ sql, now }, room, viewer);
  if (fault) return failed(fault);
  const held = keptInvites(sql).filter((row) => holds(sql, now, room, row));
  return ok(held.map((row) => listedOf(sql, row)));
}

/** Errors: `forbidden`, `not_found`. */
export function revokeInvite(
  sql: Sql,
  now: number,
  room: Settings,
  viewer: string,
  id: string,
): Result<void, Failure> {
  const fault = addFault({ sql, now }, room, viewer);
  if (fault) return failed(fault);
  sql.all("DELETE FROM invite_use WHERE invite = ?", id);
  return endInvite(sql, id) ? ok(undefined) : failed(NO_INVITE);
}

/** Who invites, where the token is one that holds. Error: `not_found`. */
export function invitation(
  sql: Sql,
  now: number,
  room: Settings,
  hash: string,
): Result<Person, Failure> {
  const row = inviteBy(sql, hash);
  const by = row && holds(sql, now, room, row) ? memberAt(sql, row.author) : undefined;
  return by ? ok(by) : failed(NO_INVITE);
}

/** Somebody comes by an invite; whoever is in already just is, and uses nothing up. Error: `not_found`. */
export function comeBy(
  context: Context,
  room: Settings,
  person: Person,
  { id, hash }: { id: string; hash: string },
): Effect[] {
  const { sql, now } = context;
  const refusal = [reject(NO_INVITE, { id })];
  if (isRemoved(sql, now, person.id) || hasDeparted(sql, person.id)) return refusal;
  if (isInside(sql, person.id)) return unchanged(sql, id);
  const row = inviteBy(sql, hash);
  if (!row || !holds(sql, now, room, row, person.id)) return refusal;
  const used = sql.all(
    "INSERT OR IGNORE INTO invite_use (invite, person) VALUES (?, ?) RETURNING person",
    row.id,
    person.id,
  );
  if (used.length > 0) countUse(sql, row.id);
  return addPerson(context, person, { type: "add", id, who: person });
}

/** An invite is as good as who made it: they are in the room, and may bring people in. */
function holds(sql: Sql, now: number, room: Settings, row: InviteKept, person?: string): boolean {
  if (hasEnded(row, now)) return false;
  if (!isInside(sql, row.author) || addFault({ sql, now }, room, row.author)) return false;
  if (hasPlace(row)) return true;
  const query = "SELECT 1 AS used FROM invite_use WHERE invite = ? AND person = ?";
  return person !== undefined && first(sql, query, row.id, person) !== undefined;
}

function listedOf(sql: Sql, invite: InviteKept): InviteListed {
  return told(invite, memberAt(sql, invite.author));
}
