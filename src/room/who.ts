// Paging through the people present, by id.
// A page is bounded however many are here.

import type { WhoQuery } from "../protocol/commands.ts";
import { LIMITS } from "../protocol/limits.ts";
import { query, reply, type Context, type Effect } from "./context.ts";

/** Error: `rate_limited`. */
export function answerWho(context: Context, { ref, after }: WhoQuery): Effect[] {
  return query(context, ref, () => {
    const online = context.online();
    const ids = [...online.keys()].filter((id) => after === undefined || id > after).toSorted();
    const people = ids.slice(0, LIMITS.whoPage).flatMap((id) => online.get(id) ?? []);
    const more = ids.length > people.length && { more: true as const };
    return [reply({ type: "who", ref, people, ...more })];
  });
}
