// Has this command been here before? Asked before anything else is decided [P3] [P4].
// A command is in the log at most once, however often its author retries it [G2].

import { LIMITS } from "../protocol/limits.ts";
import { first, type Sql } from "../lib/sql.ts";
import type { Deed } from "./context.ts";
import { head } from "./log.ts";
import { reasonOf } from "./remove.ts";
import type { Settings } from "./settings.ts";

export interface Found {
  seq: number;
  ts: number;
  /** The same kind and content: a retry, not another command under the same id. */
  same: boolean;
}

export interface LookUp {
  found: Found | undefined;
  /** Rate tokens: one per 1,000 entries read. */
  tokens: number;
}

/** Entries to be read for this command. */
export function lookUpSize(sql: Sql, room: Settings, command: Deed): number {
  const newest = head(sql).seq;
  return newest - lookUpFrom(room, newest, command);
}

/** Looks for the author's command among the entries above its cursor. */
export function lookUp(sql: Sql, room: Settings, author: string, command: Deed): LookUp {
  const newest = head(sql).seq;
  const after = lookUpFrom(room, newest, command);
  if (after === newest) return { found: undefined, tokens: 0 };
  const row = first<FoundRow>(
    sql,
    "SELECT seq, ts, kind, target, edited_ts, data, body FROM log WHERE seq > ? AND author = ? AND id = ? LIMIT 1",
    after,
    author,
    command.id,
  );
  const read = (row?.seq ?? newest) - after;
  return {
    found: row && { seq: row.seq, ts: row.ts, same: isSame(sql, author, row, command) },
    tokens: Math.floor(read / 1_000),
  };
}

interface FoundRow {
  seq: number;
  ts: number;
  kind: string;
  target: number | null;
  edited_ts: number | null;
  data: string | null;
  body: string | null;
}

/** Whether the entry is what this command would have made; what was edited or deleted since cannot tell [P4]. */
function isSame(sql: Sql, author: string, row: FoundRow, command: Deed): boolean {
  const data = JSON.parse(row.data ?? "{}") as {
    title?: string;
    topic?: string;
    emoji?: string;
    on?: boolean;
    replyTo?: number;
    files?: { id: string }[];
    person?: string;
    role?: string;
    until?: number;
    reason?: string;
    readOnly?: boolean;
    slowMs?: number;
    archived?: boolean;
  };
  switch (command.type) {
    case "post": {
      if (row.kind !== "message" || row.target !== (command.thread ?? null)) return false;
      if (row.body === null) return true;
      const isBody = row.edited_ts !== null || row.body === command.body;
      const isFiles = String(data.files?.map((file) => file.id)) === String(command.files);
      return isBody && isFiles && data.replyTo === command.replyTo;
    }
    case "edit":
      return row.kind === "edit" && row.target === command.seq && isStill(sql, row, command.body);
    case "delete":
      return row.kind === "delete" && row.target === command.seq;
    case "react":
      return (
        row.kind === "react" &&
        row.target === command.seq &&
        data.emoji === command.emoji &&
        data.on === command.on
      );
    case "pin":
    case "preview":
      return row.kind === command.type && row.target === command.seq && data.on === command.on;
    case "topic": {
      const { title = data.title, topic = data.topic } = command;
      return row.kind === "topic" && title === data.title && topic === data.topic;
    }
    case "role":
      return row.kind === "role" && data.person === command.person && data.role === command.role;
    case "mute":
    case "remove": {
      const { type, person, on, forMs } = command;
      const until = on && forMs !== undefined ? row.ts + forMs : undefined;
      const isTerms = data.person === person && data.on === on && data.until === until;
      return row.kind === type && isTerms && data.reason === reasonOf(command);
    }
    case "add":
      return row.kind === "member" && data.person === command.who.id && data.on === true;
    case "leave":
      return row.kind === "member" && data.person === author && data.on === false;
    case "mode": {
      const was = { ...data, archived: data.archived === true };
      const { readOnly = was.readOnly, slowMs = was.slowMs, archived = was.archived } = command;
      const isTerms = readOnly === was.readOnly && slowMs === was.slowMs;
      return row.kind === "mode" && isTerms && archived === was.archived;
    }
  }
}

/** Whether an edit gave this body, as far as its target can still tell. */
function isStill(sql: Sql, { seq, target }: FoundRow, body: string): boolean {
  const later = first(
    sql,
    "SELECT 1 AS later FROM log WHERE target = ? AND seq > ? AND kind IN ('edit', 'delete') LIMIT 1",
    target,
    seq,
  );
  if (later) return true;
  return first<{ body: string }>(sql, "SELECT body FROM log WHERE seq = ?", target)?.body === body;
}

/** A cursor of another epoch or above the head proves nothing: then the whole log is looked through. */
function lookUpFrom(room: Settings, newest: number, { epoch, after }: Deed): number {
  if (after === undefined) return Math.max(0, newest - LIMITS.lookBack);
  if (after > newest || (epoch !== undefined && epoch !== room.epoch)) return 0;
  return after;
}
