// Who may do what to what: the one rule that every command passes at each use.
// A target that is foreign, deleted or unknown is `not_found` alike.

import type { Failure } from "../protocol/codes.ts";
import type { Command } from "../protocol/commands.ts";
import type { Sql } from "../lib/sql.ts";
import { liveMessage } from "./log.ts";

const NOT_FOUND: Failure = {
  code: "not_found",
  message: "There is no such message for you to change.",
};

/** Why not, or undefined. Error: `not_found`. */
export function authorize(sql: Sql, person: string, command: Command): Failure | undefined {
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
