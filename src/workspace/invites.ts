// Invites to the community: by one somebody becomes a person here, until it ends, is used up or is revoked [M5].
// The token is kept as its digest only; a request to come in uses one up once, however often it is sent.

import type { Failure } from "../protocol/codes.ts";
import { LIMITS } from "../protocol/limits.ts";
import { mayInCommunity } from "../protocol/community-roles.ts";
import {
  countUse,
  endInvite,
  hasEnded,
  hasPlace,
  inviteBy,
  keepInvite,
  keptInvites,
  type InviteKept,
  type NewInvite,
} from "../lib/invites.ts";
import { failed, ok, type Result } from "../lib/result.ts";
import { first, isMigrated, migrate, type Sql } from "../lib/sql.ts";
import { record } from "./audit.ts";
import { appointedAs, moderatorFault } from "./roles.ts";
import { MIGRATIONS } from "./schema.ts";

/** Who comes by an invite, before they are anybody. */
export interface Coming {
  /** SHA-256 of the token, as hex. */
  hash: string;
  /** The same for the same request. */
  request: string;
}

const FULL: Failure = {
  code: "storage_full",
  message: "Revoke an invite first: there are too many.",
};

/** The same request again finds the same invite. Errors: `forbidden`, `storage_full`. */
export function makeInvite(sql: Sql, now: number, invite: NewInvite): Result<InviteKept, Failure> {
  const fault = moderatorFault(sql, invite.author, "invite");
  if (fault) return failed(fault);
  migrate(sql, MIGRATIONS);
  const known = inviteBy(sql, invite.hash);
  if (known) return ok(known);
  const made = keepInvite(sql, now, invite, {
    atMost: LIMITS.invites,
    holds: (one) => holds(sql, now, one),
  });
  if (!made) return failed(FULL);
  const { id, until, most, author } = made;
  record(sql, now, author, {
    kind: "invite",
    did: "make",
    invite: id,
    ...(until !== null && { until }),
    ...(most !== null && { most }),
  });
  return ok(made);
}

/** Those that hold, whoever made them, the newest first. Error: `forbidden`. */
export function invitesFor(sql: Sql, now: number, viewer: string): Result<InviteKept[], Failure> {
  const fault = moderatorFault(sql, viewer, "invite");
  return fault ? failed(fault) : ok(keptInvites(sql).filter((one) => holds(sql, now, one)));
}

/** False where there is none. Error: `forbidden`. */
export function revokeInvite(
  sql: Sql,
  now: number,
  by: string,
  id: string,
): Result<boolean, Failure> {
  const fault = moderatorFault(sql, by, "invite");
  if (fault) return failed(fault);
  const gone = keptInvites(sql).find((one) => one.id === id);
  if (!gone) return ok(false);
  record(sql, now, by, { kind: "invite", did: "revoke", invite: id, person: gone.author });
  return ok(endInvite(sql, id));
}

/** Who invites by it; undefined where it does not hold. */
export function inviter(sql: Sql, now: number, hash: string): string | undefined {
  const invite = isMigrated(sql) ? inviteBy(sql, hash) : undefined;
  return invite && holds(sql, now, invite) ? invite.author : undefined;
}

/** Whether this request may go on: by an invite that holds, or as one that came by it already. */
export function mayComeBy(sql: Sql, now: number, { hash, request }: Coming): boolean {
  return inviter(sql, now, hash) !== undefined || (isMigrated(sql) && hasCome(sql, now, request));
}

/** Takes a place of the invite for this person, once for the same request; false where there is none left. */
export function comeBy(sql: Sql, now: number, person: string, { hash, request }: Coming): boolean {
  migrate(sql, MIGRATIONS);
  if (hasCome(sql, now, request)) return true;
  const invite = inviteBy(sql, hash);
  if (!invite || !holds(sql, now, invite)) return false;
  sql.all("DELETE FROM invite_use WHERE ts <= ?", now - LIMITS.retryMs);
  sql.all("INSERT INTO invite_use (request, ts) VALUES (?, ?)", request, now);
  countUse(sql, invite.id);
  record(sql, now, person, {
    kind: "invite",
    did: "use",
    invite: invite.id,
    person: invite.author,
  });
  return true;
}

function hasCome(sql: Sql, now: number, request: string): boolean {
  const query = "SELECT 1 AS come FROM invite_use WHERE request = ? AND ts > ?";
  return first(sql, query, request, now - LIMITS.retryMs) !== undefined;
}

/** An invite is as good as who made it: they may invite. */
function holds(sql: Sql, now: number, invite: InviteKept): boolean {
  const may = mayInCommunity(appointedAs(sql, invite.author), "invite");
  return may && !hasEnded(invite, now) && hasPlace(invite);
}
