// The community as this page knows it: what the lobby tells, and until then what it told the last time.
// What one may here is asked of the one table that the server goes by.

import { computed, signal } from "@preact/signals";
import type { LobbyState } from "../../client/lobby.ts";
import type { Community, SetUp } from "../../protocol/community.ts";
import { mayMakeRooms } from "../../protocol/community-roles.ts";
import { t } from "../strings.ts";
import { store } from "./app.ts";
import { guest } from "./session.ts";

const COMMUNITY = "community";

export const community = signal<Community | undefined>(lastKnown());
/** There is no owner, and one may become that. */
export const setUp = signal<SetUp | undefined>(undefined);

const appointed = signal<LobbyState["role"]>(undefined);

export const communityName = computed(() => community.value?.name ?? t.product);

/** What one is in the community. */
export const communityRole = computed(() => appointed.value ?? (guest.value ? "guest" : "member"));

export const makesRooms = computed(() =>
  mayMakeRooms(communityRole.value, community.value?.makingRooms ?? "anyone"),
);

export function heard(state: Pick<LobbyState, "community" | "role" | "setUp">): void {
  if (!state.community) return;
  appointed.value = state.role;
  setUp.value = state.setUp;
  learned(state.community);
}

export function learned(now: Community): void {
  const text = JSON.stringify(now);
  if (text === JSON.stringify(community.peek())) return;
  store.set(COMMUNITY, text);
  community.value = now;
}

function lastKnown(): Community | undefined {
  try {
    return JSON.parse(store.get(COMMUNITY) ?? "") as Community;
  } catch {
    return undefined;
  }
}
