// The page's own memory of previews, for as long as it is open.

import { createPreviews } from "../../client/previews.ts";
import { origin, platform } from "./app.ts";
import { createPreviewStore } from "./preview-asking.ts";

export const previews = createPreviewStore(createPreviews({ origin, platform }), platform);
