// Who one is: asked once at start, changed by joining and by signing out.
// While it is not "known", no room and no lobby is open.

import { computed, signal } from "@preact/signals";
import type { Person } from "../../protocol/people.ts";
import { api, store } from "./app.ts";

export type Session =
  | { name: "loading" }
  | { name: "away" }
  /** `ended`: there was a session, and the server took it back. */
  | { name: "none"; ended?: true }
  | { name: "known"; you: Person };

const YOU = "you";
const RETRY_MS = 4_000;

/** Whom the last visit knew is shown at once; the server confirms it, or ends it. */
export const session = signal<Session>(lastVisit());

/** Nothing proves the handle to be one's own yet. */
export const guest = signal(true);

export const me = computed(() => (session.value.name === "known" ? session.value.you : undefined));

/** Changes with who one is, not with what one says of oneself. */
export const myId = computed(() => me.value?.id);

export async function startSession(): Promise<void> {
  const answer = await api.session();
  if (answer.ok && answer.value) {
    known(answer.value.user);
    guest.value = !answer.value.account;
  } else if (answer.ok || answer.failure.code === "unauthorized") endSession();
  else if (session.value.name === "known") setTimeout(() => void startSession(), RETRY_MS);
  else {
    session.value = { name: "away" };
    setTimeout(() => session.value.name === "away" && void startSession(), RETRY_MS);
  }
}

/** `ended`: by the server, and not by oneself. */
export function endSession(ended = session.value.name === "known"): void {
  store.remove(YOU);
  session.value = { name: "none", ...(ended && { ended }) };
}

/** The id of who one is; the rooms are open only while that is known. */
export function whoAmI(): string {
  return me.peek()?.id ?? "";
}

/** The same person confirmed is no change: rooms stay open over it. */
export function known(you: Person): void {
  const text = JSON.stringify(you);
  const was = session.peek();
  store.set(YOU, text);
  if (was.name !== "known" || JSON.stringify(was.you) !== text)
    session.value = { name: "known", you };
}

function lastVisit(): Session {
  try {
    const you = JSON.parse(store.get(YOU) ?? "") as Person;
    return { name: "known", you };
  } catch {
    return { name: "loading" };
  }
}
