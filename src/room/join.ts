// A socket opens: `welcome`, and the first page of the replay unasked [C3].
// A void cursor is told in so many words; nothing is silently skipped [G4].

import type { Cursor } from "../protocol/entries.ts";
import type { FileLimits } from "../protocol/files.ts";
import type { Welcome } from "../protocol/frames.ts";
import type { CommunityRole } from "../protocol/community-roles.ts";
import { LIMITS, PROTOCOL_VERSION } from "../protocol/limits.ts";
import { profileOf, type Person } from "../protocol/people.ts";
import { othersIn } from "./belonging.ts";
import { reply, type Context, type Effect } from "./context.ts";
import { cursorFault, head, nameHead } from "./log.ts";
import { admit, readSeqOf, receipts, turnOf, unreadAfter } from "./members.ts";
import { infoOf } from "./mode.ts";
import { muteOf } from "./mute.ts";
import { unreadMentions } from "./notices.ts";
import { cameBack } from "./removals.ts";
import { roleOf } from "./roles.ts";
import type { Settings } from "./settings.ts";
import { replay, reset } from "./sync.ts";
import { threadsOf } from "./threads.ts";

export interface Joining {
  person: Person;
  /** What they are in the community. */
  community?: CommunityRole;
  /** The client's cursor; without an epoch it trusts the room's [C1]. */
  cursor?: Omit<Cursor, "epoch"> & { epoch?: string };
  /** Marks not written yet, by person. */
  pendingReads: ReadonlyMap<string, number>;
  /** One's own of threads, by root. */
  pendingThreads?: ReadonlyMap<number, number>;
  /** Where the deployment takes files. */
  files?: FileLimits | undefined;
}

/** Effects of the new connection, `remember` and `reply` only. */
export function join(context: Context, room: Settings, joining: Joining): Effect[] {
  const { sql, now } = context;
  const { person, cursor } = joining;
  const online = context.online();
  const onlineCount = online.size + (online.has(person.id) ? 0 : 1);
  admit(sql, now, person, joining.community);
  cameBack(sql, person.id);
  const muted = muteOf(sql, now, person.id);
  const newest = head(sql);
  const fault = cursor && cursorFault(sql, room, { ...cursor, epoch: cursor.epoch ?? room.epoch });
  const readSeq = Math.max(readSeqOf(sql, person.id), joining.pendingReads.get(person.id) ?? 0);
  const reads = receipts(sql, person.id);
  for (const [id, seq] of joining.pendingReads)
    if (reads && id in reads) reads[id] = Math.max(reads[id] ?? 0, seq);
  const named = namesOf(online, person);
  const welcome: Welcome = {
    type: "welcome",
    version: PROTOCOL_VERSION,
    room: { ...infoOf(sql, room), ...othersIn(sql, room, person.id) },
    you: person,
    role: roleOf(sql, person.id),
    ...(muted && { muted }),
    epoch: room.epoch,
    ...nameHead(newest),
    floor: room.floor,
    resumed: cursor !== undefined && fault === undefined,
    readSeq,
    readTurn: turnOf(sql, person.id),
    unread: unreadAfter(sql, readSeq),
    mentions: unreadMentions(sql, person.id, readSeq),
    threads: threadsOf(sql, person.id, joining.pendingThreads),
    ...(reads && { reads }),
    online: named.map(({ id }) => id),
    onlineCount,
    people: Object.fromEntries(named.map((each) => [each.id, profileOf(each)])),
    limits: {
      bodyLength: LIMITS.bodyLength,
      frameBytes: LIMITS.frameBytes,
      ...(joining.files && { files: joining.files }),
      ...spread(onlineCount),
    },
  };
  return [reply(welcome), ...afterWelcome()];

  function afterWelcome(): Effect[] {
    if (fault !== undefined) return reset(context, room, fault);
    if (!cursor || cursor.seq === newest.seq) return [{ do: "remember", memory: { live: true } }];
    return replay(context, { told: new Set(Object.keys(welcome.people)) }, cursor.seq);
  }
}

/** As many as one is told of; who comes is the last, where they are not among those yet. */
function namesOf(online: ReadonlyMap<string, Person>, person: Person): Person[] {
  const named: Person[] = [];
  for (const [id, each] of online) {
    if (named.length === LIMITS.presenceNames) return named;
    named.push(id === person.id ? person : each);
  }
  if (!online.has(person.id) && named.length < LIMITS.presenceNames) named.push(person);
  return named;
}

/** So many sockets that come back at once are asked to take their time [H2]. */
function spread(people: number): { reconnectSpreadMs?: number } {
  if (people <= LIMITS.presenceNames) return {};
  return { reconnectSpreadMs: Math.min(30_000, people * 10) };
}
