// What the settings of the community and the set-up ask of the server. Loaded with them.

import { signal } from "@preact/signals";
import { createCommunityApi } from "../../client/community.ts";
import { origin, platform, store } from "./app.ts";

export const communityApi = createCommunityApi({ origin, platform });

const LATER = "set-up-later";

/** The offer was put off in this browser. */
export const isPutOff = signal(store.get(LATER) !== undefined);

export function putOff(): void {
  store.set(LATER, "1");
  isPutOff.value = true;
}
