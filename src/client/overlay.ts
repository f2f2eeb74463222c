// A message as its reader means it to be: with one's own changes that the log does not hold yet.
// Nothing here is kept; what failed is shown beside the message, not in it.

import type { Message } from "../protocol/entries.ts";
import { reacted } from "./reactions.ts";
import type { PendingChange } from "./state.ts";
import { flagged } from "./timeline.ts";

export function withChanges(
  message: Message,
  changes: readonly PendingChange[],
  you: string | undefined,
): Message {
  return changes.reduce<Message>((shown, { command, failure }) => {
    if (failure || shown.deleted || command.type === "topic" || command.seq !== shown.seq)
      return shown;
    switch (command.type) {
      case "edit":
        return { ...shown, body: command.body, editedTs: shown.editedTs ?? shown.ts };
      case "delete":
        return { ...shown, body: "", deleted: true };
      case "pin":
        return flagged(shown, "pinned", command.on);
      case "preview":
        return flagged(shown, "bare", !command.on);
      case "react": {
        const { emoji, on } = command;
        const isOn = shown.reactions?.some((each) => each.emoji === emoji && each.mine) ?? false;
        return isOn === on ? shown : reacted(shown, { by: you ?? "", emoji, on }, you ?? "");
      }
    }
  }, message);
}
