// Coming in for the first time: a name and a handle, and the session is there.
// The same id again is the same request, so that a lost answer costs nothing.

import { newId } from "../../client/new-id.ts";
import { j } from "../strings-join.ts";
import { t } from "../strings.ts";
import { api, platform } from "./app.ts";
import { guest, known } from "./session.ts";

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
