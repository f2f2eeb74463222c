// What the page is made of once: where it came from, who it is to the server, its memory.
// Nothing here knows a view.

import { createApi } from "../../client/api.ts";
import { newId } from "../../client/new-id.ts";
import { defaultPlatform } from "../../client/platform.ts";
import { draftsIn } from "./drafts.ts";
import { browserStore } from "./store.ts";

export const origin = location.origin;
export const platform = defaultPlatform();
/** One id per page load: several rooms, one page. */
export const clientId = newId(platform);
export const api = createApi({ origin, platform });
export const store = browserStore();
export const drafts = draftsIn(store);
