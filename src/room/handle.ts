// One frame of one connection becomes effects.
// Nothing here sends, waits or remembers: the shell performs what this returns, after the commit.

import type { UpFrame } from "../protocol/commands.ts";
import { handleCommand, release } from "./commands.ts";
import type { Connection, Context, Effect } from "./context.ts";
import { answerHistory } from "./history.ts";
import { markRead, markUnread } from "./read.ts";
import type { Settings } from "./settings.ts";
import { sync } from "./sync.ts";
import { signalTyping } from "./typing.ts";
import { answerWho } from "./who.ts";

export function handle(
  context: Context,
  room: Settings,
  connection: Connection,
  frame: UpFrame,
): Effect[] {
  switch (frame.type) {
    case "post":
    case "edit":
    case "delete":
    case "react":
    case "pin":
    case "preview":
    case "topic":
    case "role":
    case "mute":
    case "remove":
    case "mode":
    case "leave":
      return handleCommand(context, room, connection, frame);
    case "drop":
      return release(connection, frame.id);
    case "history":
      return answerHistory(context, connection, frame);
    case "sync":
      return sync(context, room, connection, frame);
    case "read":
      return markRead(context, connection, frame);
    case "unread":
      return markUnread(context, connection, frame);
    case "typing":
      return signalTyping(context, connection);
    case "who":
      return answerWho(context, frame);
    case "received":
      return [];
  }
}
