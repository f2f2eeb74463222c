// The log over HTTP: the same pages that a socket replays, for clients that poll [T2].
// A cursor is checked as on a socket: void ones get `reset`, never silence.

import type { Cursor, Entry } from "../protocol/entries.ts";
import type { Reset } from "../protocol/frames.ts";
import type { People } from "../protocol/people.ts";
import type { Sql } from "../lib/sql.ts";
import { historyPage, type HistoryPlace } from "./history.ts";
import { cursorFault, head, nameHead, pageAfter } from "./log.ts";
import { peopleOf } from "./members.ts";
import { namedIn } from "./publish.ts";
import type { Settings } from "./settings.ts";

export type LogQuery =
  | { cursor: Omit<Cursor, "epoch"> & { epoch?: string }; limit?: number }
  | { page: HistoryPlace };

export type LogPage =
  | { epoch: string; head: number; floor: number; entries: Entry[]; people: People; more: boolean }
  | ({ epoch: string } & ReturnType<typeof historyPage> & ReturnType<typeof nameHead>)
  | Reset;

export function readLog(sql: Sql, room: Settings, viewer: string, query: LogQuery): LogPage {
  const { epoch } = room;
  const newest = head(sql);
  if ("page" in query)
    return { epoch, ...historyPage(sql, query.page, viewer), ...nameHead(newest) };
  const { cursor, limit } = query;
  const fault = cursorFault(sql, room, { ...cursor, epoch: cursor.epoch ?? epoch });
  if (fault !== undefined) return { type: "reset", epoch, ...nameHead(newest), reason: fault };
  const { entries, more } = pageAfter(sql, cursor.seq, limit);
  const people = peopleOf(sql, entries.flatMap(namedIn));
  return { epoch, head: newest.seq, floor: room.floor, entries, people, more };
}
