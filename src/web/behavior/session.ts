// Who one is: asked once at start, changed by joining and by signing out.
// While it is not "known", no room and no lobby is open.

import { signal } from "@preact/signals";
import { newId } from "../../client/new-id.ts";
import type { Person } from "../../protocol/people.ts";
import { t } from "../strings.ts";
import { api, drafts, platform } from "./app.ts";

export type Session =
  | { name: "loading" }
  | { name: "away" }
  /** `ended`: there was a session, and the server took it back. */
  | { name: "none"; ended?: true }
  | { name: "known"; you: Person };

export const session = signal<Session>({ name: "loading" });

const RETRY_MS = 4_000;

export async function startSession(): Promise<void> {
  const answer = await api.session();
  if (answer.ok)
    session.value = answer.value ? { name: "known", you: answer.value.user } : { name: "none" };
  else {
    session.value = { name: "away" };
    setTimeout(() => session.value.name === "away" && void startSession(), RETRY_MS);
  }
}

export interface JoinFailure {
  message: string;
  /** A free handle to go on with. */
  suggestion?: string;
}

/** Resolves to undefined once one is in. The same `id` makes a retry harmless. */
export async function join(
  name: string,
  handle: string,
  id: string,
): Promise<JoinFailure | undefined> {
  const answer = await api.claim({ name, handle, id });
  if (answer.ok) {
    session.value = { name: "known", you: answer.value.user };
    return undefined;
  }
  const { code, message, suggestion } = answer.failure;
  if (code !== "name_taken") return { message: message || t.networkFailed };
  return suggestion === undefined
    ? { message: t.handleTakenOnly(handle) }
    : { message: t.handleTaken(handle, suggestion), suggestion };
}

export const joinId = () => newId(platform);

export async function signOut(): Promise<boolean> {
  const answer = await api.signOut();
  if (!answer.ok && answer.failure.code !== "unauthorized") return false;
  drafts.clearAll();
  session.value = { name: "none" };
  return true;
}

export function endSession(): void {
  if (session.value.name === "known") session.value = { name: "none", ended: true };
}
