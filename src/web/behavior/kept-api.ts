// One's own lists and words of oneself, as the page asks the server for them: not in its first load.

import { createKeptApi } from "../../client/kept.ts";
import { origin, platform } from "./app.ts";

export const keptApi = createKeptApi({ origin, platform });
