// Coming in for the first time: a name and a handle, where need be an invite, and the session is there.
// The same id again is the same request, so that a lost answer costs nothing.

import { newId } from "../../client/new-id.ts";
import type { CommunityInvitation } from "../../protocol/community.ts";
import { j } from "../strings-join.ts";
import { t } from "../strings.ts";
import { api, platform } from "./app.ts";
import { guest, known } from "./session.ts";

export interface JoinFailure {
  message: string;
  /** A free handle to go on with. */
  suggestion?: string;
}

/** An invite that the page was opened with: to the community, or to a room, which makes nobody a person. */
export type InviteHere = { token: string } | "to a room";

export function inviteHere(address: string): InviteHere | undefined {
  const [, path, token = "", rest] = address.split("/");
  if (path !== "invite" || token === "") return undefined;
  return rest === undefined ? { token } : "to a room";
}

/** What it leads to; "none" where it does not hold, undefined where that cannot be known now. */
export async function invitationBy(
  token: string,
): Promise<CommunityInvitation | "none" | undefined> {
  const { communityInvitation } = await import("./invites.ts");
  const answer = await communityInvitation(token);
  if (answer.ok) return answer.value;
  return answer.failure.code === "not_found" ? "none" : undefined;
}

/** Resolves to undefined once one is in. The same `id` makes a retry harmless. */
export async function join(
  name: string,
  handle: string,
  id: string,
  invite: string | undefined,
): Promise<JoinFailure | undefined> {
  const answer = await api.claim({ name, handle, id, ...(invite !== undefined && { invite }) });
  if (answer.ok) {
    guest.value = true;
    known(answer.value.user);
    return undefined;
  }
  const { code, message, suggestion } = answer.failure;
  if (code !== "name_taken") return { message: message || t.networkFailed };
  return suggestion === undefined
    ? { message: j.handleTakenOnly(handle) }
    : { message: j.handleTaken(handle, suggestion), suggestion };
}

export const joinId = () => newId(platform);
