// Does what a text that begins with a slash asks for.

import type { PostPlace, RoomClient } from "../../client/room-client.ts";
import { codePoints } from "../../lib/text.ts";
import { t } from "../strings.ts";
import { w } from "../strings-writing.ts";
import { openDialog } from "./dialogs.ts";
import { showNotice } from "./notices.ts";
import { readSlash } from "./slash.ts";
import { changeStatus } from "./status.ts";

/** Empty where it was done, otherwise a sentence on why not. `most`: code points of a message. */
export async function obeySlash(
  body: string,
  client: RoomClient,
  most: number,
  where?: PostPlace,
): Promise<string> {
  const asked = readSlash(body);
  switch (asked.type) {
    case "problem":
      return asked.text;
    case "post": {
      const over = codePoints(asked.body) - most;
      if (over > 0) return t.tooLong(over);
      client.post(asked.body, where);
      return "";
    }
    case "topic":
      client.setTopic({ topic: asked.topic });
      return "";
    case "status": {
      const { emoji = "", text = "" } = asked.status;
      const refusal = await changeStatus(asked.status);
      if (refusal) return refusal.message || t.networkFailed;
      showNotice(w.statusSet(`${emoji} ${text}`.trim()));
      return "";
    }
    case "help":
      openDialog({ name: "help" });
      return "";
  }
}
