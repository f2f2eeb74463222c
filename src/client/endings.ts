// Why a connection ends for good, as a code and a sentence for people.
// What is not in here is tried again [P5].

import { CLOSE, mayReconnect, type Code } from "../protocol/codes.ts";
import type { ConnectionState } from "./state.ts";

export type Ending = Omit<Extract<ConnectionState, { name: "ended" }>, "name">;

const OF_CLOSE: Record<number, Ending> = {
  [CLOSE.sessionRevoked]: { code: "unauthorized", message: "You are signed out." },
  [CLOSE.version]: { code: "version", message: "This page is out of date. Reload it." },
  [CLOSE.tooManySockets]: {
    code: "replaced",
    message: "This room is open in too many other places.",
  },
  [CLOSE.removed]: { code: "removed", message: "You are no longer in this room." },
  [CLOSE.replaced]: { code: "replaced", message: "This room went on in another tab." },
  [CLOSE.badFrame]: { code: "bad_command", message: "The server could not read what was sent." },
};

/** Undefined where the client reconnects by itself. */
export function endingOfClose(code: number): Ending | undefined {
  if (mayReconnect(code)) return undefined;
  return OF_CLOSE[code] ?? { code: "forbidden", message: "The server ended the connection." };
}

const FOR_GOOD: readonly Code[] = ["unauthorized", "forbidden", "not_found", "bad_name"];

/** What an HTTP failure says about the socket: a refused upgrade hides its own code from a browser. */
export function endingOfFailure(failure: { code: Code; message: string }): Ending | undefined {
  return FOR_GOOD.includes(failure.code)
    ? { code: failure.code, message: failure.message }
    : undefined;
}
