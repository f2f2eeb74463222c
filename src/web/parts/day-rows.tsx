// The rows in the window, by day, so that each day's name stays in view while its messages do.
// What is on its way to the log stands below what the log holds, and keeps its element when it gets there.

import type { ComponentChildren } from "preact";
import { withChanges } from "../../client/overlay.ts";
import type { PendingChange } from "../../client/state.ts";
import { NOTHING } from "../../client/timeline.ts";
import type { Message } from "../../protocol/entries.ts";
import type { ThreadMark } from "../../protocol/frames.ts";
import { concernOf } from "../behavior/attention.ts";
import { markGroups } from "../behavior/grouping.ts";
import type { OpenRoom } from "../behavior/open-room.ts";
import { me } from "../behavior/session.ts";
import { dayOf } from "../behavior/time.ts";
import type { Rows } from "../behavior/window.ts";
import { t } from "../strings.ts";
import { Day } from "./day.tsx";
import { Events } from "./lazy-events.tsx";
import { SeenBy } from "./lazy-kept.tsx";
import { Row } from "./row.tsx";

/** With the rows of a full window still within what a page may hold. */
const PENDING_MOST = 20;

interface Props {
  room: OpenRoom;
  messages: readonly Message[];
  rows: Rows;
  active: string | undefined;
  lit: number | undefined;
  /** The thread to which they belong; none of the main timeline. */
  thread?: number;
  /** The message under which the thread stands, above the others. */
  isRoot?: boolean;
}

export function dayRows(props: Props): ComponentChildren[] {
  const { room, messages, rows, active, lit, thread, isRoot = false } = props;
  const people = room.people.value;
  const you = me.value;
  const isNewest = !isRoot && isTail(room, rows, thread);
  const waiting = isNewest ? room.pending.value.filter((each) => each.thread === thread) : [];
  const marksOfThreads = room.threads.value;
  const pending = waiting.slice(0, PENDING_MOST);
  const changes = room.changes.value;
  const all = [
    ...messages
      .slice(rows.start, rows.end)
      .map((message) => withChanges(message, changes, you?.id)),
    ...pending.map((message) => ({
      ...message,
      by: you?.id ?? "",
      seq: undefined,
      quote: quoteOf(messages, message.replyTo),
    })),
  ];
  const marks = markGroups(all, {
    dayOf,
    previous: messages[rows.start - 1],
    newAfter: thread === undefined ? newAfter(room) : undefined,
    you: you?.id,
  });

  const nameOf = (id: string) => people.get(id)?.name ?? t.someone;
  const days: { ts: number; children: ComponentChildren[] }[] = [];
  for (const [i, message] of all.entries()) {
    if (marks[i]?.day || days.length === 0) days.push({ ts: message.ts, children: [] });
    const day = days.at(-1)?.children ?? [];
    if (marks[i]?.line) day.push(<NewLine key="new" />);
    const own = message.by === you?.id ? you.name : t.someone;
    day.push(
      <Row
        key={`${message.by}:${message.id}`}
        room={room.name}
        seq={message.seq}
        by={message.by}
        author={people.get(message.by)?.name ?? own}
        avatar={people.get(message.by)?.avatar}
        body={message.body}
        files={message.files}
        ts={message.ts}
        first={marks[i]?.first ?? true}
        active={message.seq !== undefined && String(message.seq) === active}
        lit={message.seq !== undefined && message.seq === lit}
        own={message.by === you?.id}
        deleted={"deleted" in message ? message.deleted : undefined}
        bare={"bare" in message ? message.bare : undefined}
        editedTs={"editedTs" in message ? message.editedTs : undefined}
        mentions={"mentions" in message ? message.mentions : undefined}
        replyTo={message.replyTo}
        quote={message.quote}
        pinned={"pinned" in message ? message.pinned : undefined}
        status={people.get(message.by)?.status}
        concern={"kind" in message ? concernOf(message, you?.id) : undefined}
        reactions={"reactions" in message ? message.reactions : undefined}
        thread={thread}
        replies={thread === undefined && "replies" in message ? message.replies : undefined}
        unread={message.seq !== undefined && hasUnread(marksOfThreads.get(message.seq))}
        failure={"failure" in message ? message.failure?.message : undefined}
        failed={failedOn(changes, message.seq)}
        nameOf={nameOf}
        onReact={(emoji, on) => message.seq && room.client.react(message.seq, emoji, on)}
        onRemovePreview={() => message.seq && room.client.setPreview(message.seq, false)}
        onRetry={(id = message.id) => room.client.retry(id)}
        onDiscard={(id = message.id) => room.client.discard(id)}
      />,
    );
    if (thread === undefined && "events" in message && message.events)
      day.push(
        <Events key={`${message.id}+`} events={message.events} nameOf={nameOf} you={you?.id} />,
      );
  }
  const more = waiting.length - pending.length;
  const isSeenKnown =
    thread === undefined && room.reads.value !== undefined && isTail(room, rows) && all.length > 0;
  return [
    ...days.map(({ ts, children }) => (
      <Day key={dayOf(ts)} ts={ts}>
        {children}
      </Day>
    )),
    more > 0 && (
      <p key="more" class="hint waiting">
        {t.waiting(more)}
      </p>
    ),
    isSeenKnown && <SeenBy key="seen" room={room} />,
  ];
}

function quoteOf(messages: readonly Message[], replyTo: number | undefined) {
  const quoted = messages.find(({ seq }) => seq === replyTo);
  return quoted && { ...quoted, attached: quoted.files?.length ?? 0 };
}

function failedOn(changes: readonly PendingChange[], seq: number | undefined) {
  return changes.find(
    ({ command, failure }) => failure && command.type !== "topic" && command.seq === seq,
  );
}

/** The rows reach the newest message there is, or nothing is known of the room yet. */
export function isTail(room: OpenRoom, rows: Rows, thread?: number): boolean {
  const { messages, atHead } =
    thread === undefined ? room.timeline.value : (room.thread.value?.timeline ?? NOTHING);
  return messages.length === 0 || (atHead && rows.end >= messages.length);
}

function hasUnread(mark: ThreadMark | undefined): boolean {
  return mark !== undefined && mark.lastSeq > mark.readSeq;
}

/** Whoever never read anything has a line only where all there is can be seen. */
function newAfter({ newAfter: line, timeline }: OpenRoom): number | undefined {
  return line.value === 0 && !timeline.value.start ? undefined : line.value;
}

function NewLine() {
  return (
    <div class="new-line" role="separator">
      <span>{t.isNew}</span>
    </div>
  );
}
