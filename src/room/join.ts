// A socket opens: `welcome`, and the first page of the replay unasked [C3].
// A void cursor is told in so many words; nothing is silently skipped [G4].

import type { Welcome } from "../protocol/frames.ts";
import { LIMITS, PROTOCOL_VERSION } from "../protocol/limits.ts";
import type { Person } from "../protocol/people.ts";
import { reply, type Context, type Effect } from "./context.ts";
import { cursorFault, head } from "./log.ts";
import { admit, readSeqOf, unreadAfter } from "./members.ts";
import type { Settings } from "./settings.ts";
import { replay, reset } from "./sync.ts";

export interface Joining {
  person: Person;
  /** The client's cursor; without an epoch it trusts the room's [C1]. */
  cursor?: { epoch?: string; seq: number; at?: string };
  /** A mark not written yet, of the person's other sockets. */
  pendingRead: number;
}

/** Effects of the new connection, `remember` and `reply` only. */
export function join(context: Context, room: Settings, joining: Joining): Effect[] {
  const { sql, now } = context;
  const { person, cursor } = joining;
  const online = new Map([...context.online(), [person.id, person]]);
  admit(sql, now, person);
  const newest = head(sql);
  const fault = cursor && cursorFault(sql, room, { ...cursor, epoch: cursor.epoch ?? room.epoch });
  const readSeq = Math.max(readSeqOf(sql, person.id), joining.pendingRead);
  const named = [...online.values()].slice(0, LIMITS.presenceNames);
  const welcome: Welcome = {
    type: "welcome",
    version: PROTOCOL_VERSION,
    room: { name: room.name, title: room.title, topic: room.topic },
    you: person,
    epoch: room.epoch,
    head: newest.seq,
    ...(newest.id !== null && { at: newest.id }),
    floor: room.floor,
    resumed: cursor !== undefined && fault === undefined,
    readSeq,
    unread: unreadAfter(sql, readSeq),
    online: named.map(({ id }) => id),
    onlineCount: online.size,
    people: Object.fromEntries(named.map(({ id, handle, name }) => [id, { handle, name }])),
    limits: {
      bodyLength: LIMITS.bodyLength,
      frameBytes: LIMITS.frameBytes,
      ...spread(online.size),
    },
  };
  return [reply(welcome), ...afterWelcome()];

  function afterWelcome(): Effect[] {
    if (fault !== undefined) return reset(context, room, fault);
    if (!cursor || cursor.seq === newest.seq) return [{ do: "remember", memory: { live: true } }];
    return replay(context, { told: new Set(Object.keys(welcome.people)) }, cursor.seq);
  }
}

/** So many sockets that come back at once are asked to take their time [H2]. */
function spread(people: number): { reconnectSpreadMs?: number } {
  if (people <= LIMITS.presenceNames) return {};
  return { reconnectSpreadMs: Math.min(30_000, people * 10) };
}
