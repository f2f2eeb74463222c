// The log over HTTP: the same pages that a socket replays, for clients that poll [T2].
// A cursor is checked as on a socket: void ones get `reset`, never silence.

import type { Entry } from "../protocol/entries.ts";
import type { Reset } from "../protocol/frames.ts";
import type { People } from "../protocol/people.ts";
import type { Sql } from "../lib/sql.ts";
import { historyPage, type HistoryPlace } from "./history.ts";
import { cursorFault, head, pageAfter } from "./log.ts";
import { peopleOf } from "./members.ts";
import type { Settings } from "./settings.ts";

export type LogQuery =
  | { after: number; epoch?: string; at?: string; limit?: number }
  | { page: HistoryPlace };

export type LogPage =
  | { epoch: string; head: number; floor: number; entries: Entry[]; people: People; more: boolean }
  | ({ epoch: string } & ReturnType<typeof historyPage>)
  | Reset;

export function readLog(sql: Sql, room: Settings, viewer: string, query: LogQuery): LogPage {
  if ("page" in query) return { epoch: room.epoch, ...historyPage(sql, query.page, viewer) };
  const { after: seq, epoch = room.epoch, at } = query;
  const fault = cursorFault(sql, room, { epoch, seq, ...(at !== undefined && { at }) });
  const newest = head(sql).seq;
  if (fault !== undefined) return { type: "reset", epoch: room.epoch, head: newest, reason: fault };
  const { entries, more } = pageAfter(sql, seq, query.limit);
  const people = peopleOf(
    sql,
    entries.map((entry) => entry.by),
  );
  return { epoch: room.epoch, head: newest, floor: room.floor, entries, people, more };
}
