// What an upgrade says of itself, as the room's rules take it [C1].
// A malformed cursor counts as a void one: it is answered by `reset`, never trusted.

import type { Memory } from "../../room/context.ts";
import type { Joining } from "../../room/join.ts";
import type { HandOver } from "../hand-over.ts";

/** The page load and which of its upgrades this is [C4]; null where none was sent that could be one. */
export function clientOf(query: URLSearchParams): Pick<Memory, "client" | "attempt"> {
  const client = query.get("client");
  const attempt = query.get("attempt");
  return {
    client: client !== null && /^[A-Za-z0-9_-]{1,64}$/.test(client) ? client : null,
    attempt: attempt !== null && /^\d{1,15}$/.test(attempt) ? Number(attempt) : null,
  };
}

/** `from`: nothing for a request over HTTP, which is nobody's page load. */
export function memoryOf(handOver: HandOver, from: URLSearchParams, now: number): Memory {
  return {
    person: handOver.person,
    session: handOver.session,
    ...clientOf(from),
    since: now,
    live: false,
    held: null,
    ...(from.get("drops") === "1" && { drops: true }),
    read: null,
    request: handOver.request,
  };
}

export function joiningOf(query: URLSearchParams): Pick<Joining, "cursor"> {
  const after = query.get("after");
  if (after === null) return {};
  const seq = /^\d{1,15}$/.test(after) ? Number(after) : Number.MAX_SAFE_INTEGER;
  const epoch = query.get("epoch");
  const at = query.get("at");
  const atTs = query.get("atTs");
  return {
    cursor: {
      seq,
      ...(epoch && { epoch }),
      ...(at && { at }),
      ...(atTs && { atTs: Number(atTs) }),
    },
  };
}
