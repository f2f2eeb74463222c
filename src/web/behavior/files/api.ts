// A room's files and the pictures of people and rooms, as the page asks the server for them.

import { createFilesApi } from "../../../client/files.ts";
import { origin, platform } from "../app.ts";
import { openNow } from "../rooms.ts";

export const filesApi = createFilesApi({ origin, platform });

/** Each room says so when one comes to it. */
export const takesFiles = () => openNow.value.some(({ files }) => files.value !== undefined);
