// Coming in for the first time: a name and a handle, where need be an invite, and the session is there.
// The same id again is the same request, so that a lost answer costs nothing.

import { newId } from "../../client/new-id.ts";
import type { Failure } from "../../protocol/codes.ts";
import { j } from "../strings-join.ts";
import { t } from "../strings.ts";
import { api, platform } from "./app.ts";
import { guest, known } from "./session.ts";

export interface JoinFailure {
  message: string;
  /** A free handle to go on with. */
  suggestion?: string;
}

/** The invite that the page was opened with. Without `token` it is one to a room, which makes nobody a person. */
export interface InviteHere {
  address: string;
  token?: string;
}

export function inviteHere(address: string): InviteHere | undefined {
  const [, path, first = "", second] = address.split("/");
  if (path !== "invite" || first === "") return undefined;
  return { address, ...(second === undefined && { token: first }) };
}

/** What an invite leads to, in words, and who invites. */
export interface Invited {
  to: string;
  by: string;
}

/** "none" where it does not hold, undefined where that cannot be known now. */
export async function invitationBy({
  address,
  token,
}: InviteHere): Promise<Invited | "none" | undefined> {
  const { communityInvitation, invitationAt } = await import("./invites.ts");
  const { i } = await import("../strings-invites.ts");
  if (token !== undefined) {
    const found = await communityInvitation(token);
    if (!found.ok) return voidOr(found.failure);
    const { name, by } = found.value;
    return { to: i.invitedTo(name), by: i.invitedBy(by.name, by.handle) };
  }
  const found = await invitationAt(address);
  if (!found.ok) return voidOr(found.failure);
  const { title, by } = found.value;
  const to = title ? i.invitedTo(title) : i.invitedToPeople(by.name);
  return { to, by: i.invitedBy(by.name, by.handle) };
}

const voidOr = ({ code }: Failure) => (code === "not_found" ? "none" : undefined);

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
