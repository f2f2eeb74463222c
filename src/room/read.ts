// Read marks: kept with the socket, echoed to one's other devices, written behind [H6].
// A mark only rises, and never above the head.

import type { Read } from "../protocol/commands.ts";
import type { Connection, Context, Effect } from "./context.ts";
import { head } from "./log.ts";

export function markRead({ sql }: Context, connection: Connection, { seq }: Read): Effect[] {
  const mark = Math.min(seq, head(sql).seq);
  if (mark <= (connection.read?.seq ?? -1)) return [];
  return [
    { do: "mark", seq: mark },
    { do: "echo", frame: { type: "read", by: connection.person.id, seq: mark } },
  ];
}
