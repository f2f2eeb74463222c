// Invite links of a private room: who has the token comes in, until it ends, is used up or is revoked.
// The token is kept as its digest only; each person uses an invite up once, however often they come by it.

import type { Failure } from "../protocol/codes.ts";
import type { InviteListed } from "../protocol/http.ts";
import { LIMITS } from "../protocol/limits.ts";
import type { Person } from "../protocol/people.ts";
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

interface Row {
  id: string;
  author: string;
  ts: number;
  until: number | null;
  most: number | null;
  uses: number;
}

export interface NewInvite {
  id: string;
  /** SHA-256 of the token, as hex. */
  hash: string;
  author: string;
  forMs?: number | undefined;
  /** People that it lets in. */
  most?: number | undefined;
}

/** The same request again finds the same invite. Errors: `forbidden`, `storage_full`. */
export function makeInvite(
  sql: Sql,
  now: number,
  room: Settings,
  invite: NewInvite,
): Result<InviteListed, Failure> {
  const fault = addFault({ sql, now }, room, invite.author);
  if (fault) return failed(fault);
  const known = rowBy(sql, invite.hash);
  if (known) return ok(listedOf(sql, known));
  for (const { id } of sql.all<Row>("SELECT id FROM invite WHERE until <= ?", now)) forget(sql, id);
  if (!hasPlace(sql, now, room))
    return failed({ code: "storage_full", message: "Revoke an invite first: there are too many." });
  sql.all(
    "INSERT INTO invite (id, hash, author, ts, until, most) VALUES (?, ?, ?, ?, ?, ?)",
    invite.id,
    invite.hash,
    invite.author,
    now,
    invite.forMs === undefined ? null : now + invite.forMs,
    invite.most ?? null,
  );
  const made = rowBy(sql, invite.hash);
  return made ? ok(listedOf(sql, made)) : failed(NO_INVITE);
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
  const held = rows(sql).filter((row) => holds(sql, now, room, row));
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
  return forget(sql, id) ? ok(undefined) : failed(NO_INVITE);
}

/** Who invites, where the token is one that holds. Error: `not_found`. */
export function invitation(
  sql: Sql,
  now: number,
  room: Settings,
  hash: string,
): Result<Person, Failure> {
  const row = rowBy(sql, hash);
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
  const row = rowBy(sql, hash);
  if (!row || !holds(sql, now, room, row, person.id)) return refusal;
  const used = sql.all(
    "INSERT OR IGNORE INTO invite_use (invite, person) VALUES (?, ?) RETURNING person",
    row.id,
    person.id,
  );
  if (used.length > 0) sql.all("UPDATE invite SET uses = uses + 1 WHERE id = ?", row.id);
  return addPerson(context, person, { type: "add", id, who: person });
}

/** Where there are as many as there may be, the oldest that does not hold makes place; false where all hold. */
function hasPlace(sql: Sql, now: number, room: Settings): boolean {
  const all = rows(sql);
  if (all.length < LIMITS.invites) return true;
  const oldest = all.findLast((row) => !holds(sql, now, room, row));
  return oldest !== undefined && forget(sql, oldest.id);
}

/** False where there is none with this id. */
function forget(sql: Sql, id: string): boolean {
  sql.all("DELETE FROM invite_use WHERE invite = ?", id);
  return sql.all("DELETE FROM invite WHERE id = ? RETURNING id", id).length > 0;
}

/** The newest first. */
function rows(sql: Sql): Row[] {
  return sql.all<Row>("SELECT * FROM invite ORDER BY ts DESC, id");
}

/** An invite is as good as who made it: they are in the room, and may bring people in. */
function holds(sql: Sql, now: number, room: Settings, row: Row, person?: string): boolean {
  if (row.until !== null && row.until <= now) return false;
  if (!isInside(sql, row.author) || addFault({ sql, now }, room, row.author)) return false;
  if (row.most === null || row.uses < row.most) return true;
  const query = "SELECT 1 AS used FROM invite_use WHERE invite = ? AND person = ?";
  return person !== undefined && first(sql, query, row.id, person) !== undefined;
}

function rowBy(sql: Sql, hash: string): Row | undefined {
  return first<Row>(sql, "SELECT * FROM invite WHERE hash = ?", hash);
}

function listedOf(sql: Sql, { id, author, ts, until, most, uses }: Row): InviteListed {
  const by = memberAt(sql, author);
  return {
    id,
    ...(by && { by }),
    createdTs: ts,
    uses,
    ...(until !== null && { until }),
    ...(most !== null && { most }),
  };
}
