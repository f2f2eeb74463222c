// Invite links over HTTP: made, listed, revoked, looked at and used [D7].
// Not part of `createApi`: a page needs it only once somebody invites, or was invited.

import type { Failure } from "../protocol/codes.ts";
import type { Invitation, InviteListed, InviteMade, InvitesAnswer } from "../protocol/http.ts";
import { ok, type Result } from "../lib/result.ts";
import { roomsPath } from "./address.ts";
import { createHttp, resultOf, type HttpOptions } from "./http.ts";
import type { InRoom } from "./order.ts";

export interface InviteTerms {
  /** Makes a retry harmless. */
  id: string;
  forMs?: number;
  most?: number;
}

export async function makeInvite(
  terms: InviteTerms,
  { room, ...options }: InRoom,
): Promise<Result<InviteMade, Failure>> {
  return resultOf(await createHttp(options)("POST", `${roomsPath(room)}/invites`, terms));
}

export async function askInvites({
  room,
  ...options
}: InRoom): Promise<Result<InviteListed[], Failure>> {
  const found = resultOf<InvitesAnswer>(
    await createHttp(options)("GET", `${roomsPath(room)}/invites`),
  );
  return found.ok ? ok(found.value.invites) : found;
}

export async function revokeInvite(
  id: string,
  { room, ...options }: InRoom,
): Promise<Result<unknown, Failure>> {
  return resultOf(await createHttp(options)("DELETE", `${roomsPath(room)}/invites/${id}`));
}

/** `path`: what stands behind `/invite/` in the link. */
export async function askInvitation(
  path: string,
  options: HttpOptions,
): Promise<Result<Invitation, Failure>> {
  return resultOf(await createHttp(options)("GET", `/api/invites/${path}`));
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
