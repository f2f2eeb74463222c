// What those who keep order in the community ask of the server. Loaded with their pages.
// Nothing keeps a list of all people: those of the room that everybody comes to are listed by that room.

import { createCommunityOrderApi } from "../../client/community-order.ts";
import { askMembers } from "../../client/order.ts";
import { origin, platform } from "./app.ts";
import { keptApi } from "./kept-api.ts";
import { HOME_ROOM } from "./rooms.ts";

export const orderApi = createCommunityOrderApi({ origin, platform });

/** A page of the people of `general`, by handle; `after`: the last one of the page before. */
export const peopleHere = (after?: string) =>
  askMembers(after, { origin, platform, room: HOME_ROOM });

/** At most 20 of them whose handle, or a word of whose name, begins so. */
export const findHere = (letters: string) => keptApi.findPeople(HOME_ROOM, letters);
