// What the settings and the sign-in ask of the server.
// Loaded with them; who one is stays with session.ts.

import { createAccountApi } from "../../client/account.ts";
import type { Refusal } from "../../client/api.ts";
import { clearBrowserStorage } from "../../client/indexed-db.ts";
import type { LeavingBody } from "../../protocol/account.ts";
import type { Person } from "../../protocol/people.ts";
import { a } from "../strings-account.ts";
import { t } from "../strings.ts";
import { api, origin, platform, store } from "./app.ts";
import { forgetTrays } from "./files/tray-store.ts";
import { endSession, guest, known } from "./session.ts";

export const accountApi = createAccountApi({ origin, platform });

/** What went wrong, with the seconds to wait where that is known. */
export function sentenceOf({ message, retryAfterMs }: Refusal): string {
  if (retryAfterMs === undefined) return message || t.networkFailed;
  return a.waitSeconds(message, Math.ceil(retryAfterMs / 1_000));
}

/** The server took the password, or what stands in for it. */
export function signedIn(you: Person): void {
  guest.value = false;
  known(you);
}

/** False where the server did not hear of it. Nothing of the person stays in this browser. */
export async function signOut(): Promise<boolean> {
  const answer = await api.signOut();
  if (!answer.ok && answer.failure.code !== "unauthorized") return false;
  await forgetAll();
  return true;
}

/** Why not, or undefined once nobody is here any more. */
export async function leaveForGood(
  messages: LeavingBody["messages"],
): Promise<Refusal | undefined> {
  const answer = await accountApi.leave(messages);
  if (!answer.ok) return answer.failure;
  await forgetAll();
  return undefined;
}

/** What is the browser's, whoever sits at it: all else tells of the person, such as where they were last. */
const STAY = new Set(["theme", "sound", "community"]);

async function forgetAll(): Promise<void> {
  for (const key of store.keys()) if (!STAY.has(key)) store.remove(key);
  endSession(false);
  await clearBrowserStorage().catch(() => undefined);
  await forgetTrays();
}
