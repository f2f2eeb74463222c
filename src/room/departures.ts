// People who left the community for good [T16]: their messages stay under "Former member", or go one by one.
// Erasing is deleting by the log, a bounded step at a time, so that each copy of the room follows [L4].

import type { Entry } from "../protocol/entries.ts";
import type { People, Person } from "../protocol/people.ts";
import { first, firstKept, type Sql } from "../lib/sql.ts";
import { isInside, tellAnew } from "./belonging.ts";
import type { Context, Effect } from "./context.ts";
import { keepCommunityRole } from "./community.ts";
import { deleteMessage } from "./delete.ts";
import { endAbandoned } from "./end.ts";
import { goOut } from "./leave.ts";
import { head } from "./log.ts";
import { changeProfile } from "./members.ts";
import { react } from "./reactions.ts";
import { keepRole } from "./roles.ts";
import type { Settings } from "./settings.ts";

/** Entries looked through in one step, and messages and reactions taken back at most: a frame takes 200 [L3]. */
const STRETCH = 2_000;
const MOST = 100;

/** Whom the others see instead. */
export function former(id: string): Person {
  return { id, handle: "", name: "Former member" };
}

/** No hand-over of theirs is good any more, whenever it was verified. */
export function hasDeparted(sql: Sql, person: string): boolean {
  const query = "SELECT 1 AS yes FROM departed WHERE person = ?";
  return firstKept(sql, "departed", query, person) !== undefined;
}

/** Hearing it again changes nothing. A private room is left as one leaves it oneself, and ends with the last who could read it. */
export function depart(
  context: Context,
  room: Settings,
  person: string,
  erases: boolean,
): Effect[] {
  const { sql } = context;
  if (hasDeparted(sql, person)) return [];
  const until = head(sql).seq;
  changeProfile(sql, former(person));
  keepCommunityRole(sql, person, "guest");
  const effects =
    room.kind === "private" && isInside(sql, person)
      ? goOut(context, former(person), "departed-room")
      : [];
  keepRole(sql, person, "member");
  tellAnew(sql);
  for (const table of ["mute", "thread_member", "notice"])
    sql.all(`DELETE FROM ${table} WHERE person = ?`, person);
  const query = "INSERT INTO departed (person, erased, until) VALUES (?, ?, ?)";
  sql.all(query, person, erases ? 0 : null, until);
  const end = room.kind === "open" ? [] : endAbandoned(sql, context.now, person);
  return [...together(effects), ...end];
}

interface Erasing {
  person: string;
  /** Up to and including this `seq` nothing of theirs is left. */
  erased: number;
  until: number;
}

/** Whose messages are being erased; undefined where nobody's are. */
export function erasing(sql: Sql): Erasing | undefined {
  return first<Erasing>(
    sql,
    "SELECT person, erased, until FROM departed WHERE erased < until LIMIT 1",
  );
}

/** One step. What it took back is published as one frame; the cursor moves in the same transaction. */
export function eraseStep(context: Context, { person, erased, until }: Erasing): Effect[] {
  const { sql } = context;
  const who = former(person);
  const last = Math.min(erased + STRETCH, until);
  const messages = sql.all<{ seq: number }>(
    `SELECT seq FROM log WHERE seq > ? AND seq <= ? AND author = ? AND kind = 'message'
     AND body IS NOT NULL ORDER BY seq LIMIT +?`,
    erased,
    last,
    person,
    MOST,
  );
  const reactions = sql.all<{ target: number; emoji: string }>(
    `SELECT target, emoji FROM reaction WHERE target > ? AND target <= ? AND person = ?
     ORDER BY target LIMIT +?`,
    erased,
    last,
    person,
    MOST,
  );
  // Where there is more, the stretch ends with what was taken. A target has fewer than a step takes.
  const ends = [last];
  if (messages.length === MOST) ends.push(messages.at(-1)?.seq ?? last);
  if (reactions.length === MOST) ends.push((reactions.at(-1)?.target ?? last) - 1);
  const to = Math.min(...ends);
  const effects = [
    ...reactions
      .filter(({ target }) => target <= to)
      .flatMap(({ target: seq, emoji }, i) => {
        const id = `departed-${seq}-${i}`;
        return react(context, who, { type: "react", id, seq, emoji, on: false });
      }),
    ...messages
      .filter(({ seq }) => seq <= to)
      .flatMap(({ seq }) =>
        deleteMessage(context, who, { type: "delete", id: `departed-${seq}`, seq }),
      ),
  ];
  sql.all("UPDATE departed SET erased = ? WHERE person = ?", to, person);
  return together(effects);
}

/** Nobody waits for an answer, and all of a step is one frame. */
function together(effects: readonly Effect[]): Effect[] {
  const entries: Entry[] = [];
  const people: People = {};
  for (const effect of effects)
    if (effect.do === "publish") {
      entries.push(...effect.entries);
      Object.assign(people, effect.people);
    }
  const bytes = effects.find((effect) => effect.do === "erase");
  const published: Effect[] = entries.length > 0 ? [{ do: "publish", entries, people }] : [];
  return [...published, ...(bytes ? [bytes] : [])];
}
