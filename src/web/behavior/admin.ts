// What those who keep order in the community ask of the server. Loaded with their pages.

import { createCommunityOrderApi } from "../../client/community-order.ts";
import { origin, platform } from "./app.ts";

export const orderApi = createCommunityOrderApi({ origin, platform });
