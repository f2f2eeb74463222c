// Invite links over HTTP: made, listed, revoked, looked at and used [D7] [M5].
// Not part of `createApi`: a page needs it only once somebody invites, or was invited.

import type { Failure } from "../protocol/codes.ts";
import type { CommunityInvitation } from "../protocol/community.ts";
import type { Invitation, InviteListed, InviteMade, InvitesAnswer } from "../protocol/http.ts";
import { ok, type Result } from "../lib/result.ts";
import { roomsPath } from "./address.ts";
import { createHttp, resultOf, type HttpOptions } from "./http.ts";

export interface InviteTerms {
  /** Makes a retry harmless. */
  id: string;
  forMs?: number;
  most?: number;
}

/** Those of one room, or of the community. */
export interface InvitesApi {
  make(terms: InviteTerms): Promise<Result<InviteMade, Failure>>;
  all(): Promise<Result<InviteListed[], Failure>>;
  revoke(id: string): Promise<Result<unknown, Failure>>;
}

export const roomInvites = (room: string, options: HttpOptions) =>
  invitesAt(`${roomsPath(room)}/invites`, options);

export const communityInvites = (options: HttpOptions) =>
  invitesAt("/api/community/invites", options);

function invitesAt(path: string, options: HttpOptions): InvitesApi {
  const http = createHttp(options);
  return {
    async make(terms) {
      return resultOf(await http("POST", path, terms));
    },
    async all() {
      const found = resultOf<InvitesAnswer>(await http("GET", path));
      return found.ok ? ok(found.value.invites) : found;
    },
    async revoke(id) {
      return resultOf(await http("DELETE", `${path}/${id}`));
    },
  };
}

/** `path`: what stands behind `/invite/` in the link to a room. */
export async function askInvitation(
  path: string,
  options: HttpOptions,
): Promise<Result<Invitation, Failure>> {
  return resultOf(await createHttp(options)("GET", `/api/invites/${path}`));
}

/** `token`: what stands there in the link to the community. */
export async function askCommunityInvitation(
  token: string,
  options: HttpOptions,
): Promise<Result<CommunityInvitation, Failure>> {
  return resultOf(await createHttp(options)("GET", `/api/invites/${token}`));
}

/** Comes into the room, whose address is the answer; `id` makes a retry harmless. */
export async function comeBy(
  path: string,
  id: string,
  options: HttpOptions,
): Promise<Result<string, Failure>> {
  const come = resultOf<{ name: string }>(
    await createHttp(options)("POST", `/api/invites/${path}`, { id }),
  );
  return come.ok ? ok(come.value.name) : come;
}
