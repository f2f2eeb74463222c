// Order in the whole community: whom it keeps out, and what its audit log says [O9] to [O11].
// Moderators of the community keep it; what they do is written down beside it.

import * as v from "valibot";
import type { Appointed, CommunityChange } from "./community.ts";
import type { CommunityRole } from "./community-roles.ts";
import { forMs, label } from "./fields.ts";
import { LIMITS } from "./limits.ts";
import type { People, Person } from "./people.ts";

/** Without `forMs` until it is lifted; `address`: nobody joins or signs in from where this person did. */
export const newBan = v.object({
  forMs: v.optional(forMs),
  reason: v.optional(label(LIMITS.reasonLength)),
  address: v.optional(v.boolean()),
});
export type NewBan = v.InferOutput<typeof newBan>;

/** Since when, by whom, until when and why somebody is kept out. */
export interface Ban {
  by: string;
  /** ms since 1970 */
  ts: number;
  until?: number;
  reason?: string;
  address?: true;
}

/** `GET /api/community/bans`: the newest first; `next` is the `before` of the next page. */
export interface BansAnswer {
  bans: (Ban & { person: Person })[];
  people: People;
  next?: number;
}

/** `GET /api/community/people/:handle`: what somebody is here, for moderators. */
export interface CommunityMember {
  person: Person;
  role: CommunityRole;
  ban?: Ban;
}

/** What was done, of each kind its own. */
export type CommunityAct =
  | { kind: "claim" }
  | ({ kind: "settings"; icon?: string } & CommunityChange)
  | { kind: "role"; person: string; role: Appointed }
  | { kind: "ban"; person: string; on: true; until?: number; reason?: string; address?: true }
  | { kind: "ban"; person: string; on: false }
  /** `invite`: its id; `person`: who made it. */
  | { kind: "invite"; did: "make"; invite: string; until?: number; most?: number }
  | { kind: "invite"; did: "use" | "revoke"; invite: string; person: string }
  | { kind: "room"; room: string; did: "delete" };

/** An entry of the audit log: `by` whom, and when (ms since 1970). */
export type CommunityAudited = CommunityAct & { n: number; ts: number; by: string };

/** `GET /api/community/audit`: for moderators, newest first; `next` is the `before` of the next page. */
export interface CommunityAuditAnswer {
  entries: CommunityAudited[];
  people: People;
  next?: number;
}
