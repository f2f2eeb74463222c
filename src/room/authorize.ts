// Who may do what to what: the one rule that every command passes at each use.
// A target that is foreign, deleted or unknown is `not_found` alike.

import type { Failure } from "../protocol/codes.ts";
import type { Command } from "../protocol/commands.ts";
import type { Sql } from "../lib/sql.ts";
import { liveMessage } from "./log.ts";
import type { Settings } from "./settings.ts";

const NOT_FOUND: Failure = {
  code: "not_found",
  message: "There is no such message for you to change.",
};

/** Why not, or undefined. Error: `not_found`. */
export function authorize(
  sql: Sql,
  room: Settings,
  person: string,
  command: Command,
): Failure | undefined {
  // A `seq` of another epoch names another message, or none.
  if ("seq" in command && (command.epoch ?? room.epoch) !== room.epoch) return NOT_FOUND;
  switch (command.type) {
    case "post":
    case "topic":
      return undefined;
    case "react":
      return liveMessage(sql, command.seq) ? undefined : NOT_FOUND;
    case "edit":
    case "delete":
      return liveMessage(sql, command.seq)?.author === person ? undefined : NOT_FOUND;
  }
}
