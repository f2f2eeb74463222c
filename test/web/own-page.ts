// A page to test with: what behavior/app.ts makes of a browser, over a memory and a server that the test answers for.

import { createApi } from "../../src/client/api.ts";
import { defaultPlatform } from "../../src/client/platform.ts";
import { draftsIn } from "../../src/web/behavior/drafts.ts";
import { memoryStore } from "../../src/web/behavior/store.ts";

const server = { answers: () => new Response(null, { status: 503 }) };

/** What the server says from now on. */
export function answering(answers: () => Response): void {
  server.answers = answers;
}

export const origin = "https://chat.example";
export const platform = { ...defaultPlatform(), fetch: async () => server.answers() };
export const clientId = "page";
export const api = createApi({ origin, platform });
export const store = memoryStore();
export const drafts = draftsIn(store);
