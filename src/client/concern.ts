// What of the log concerns oneself: the unread mentions of the main timeline, and the threads one takes part in.
// Pure: the same marks and entries give the same answer as the server's next `welcome`.

import { isKind, isMessage, type Entry, type Message } from "../protocol/entries.ts";
import type { ThreadMark } from "../protocol/frames.ts";

export type ThreadMarks = ReadonlyMap<number, ThreadMark>;

/** Unread mentions after `entry`; `find`: a message of the main timeline, where one holds it. */
export function mentionsAfter(
  mentions: readonly number[],
  entry: Entry,
  you: string | undefined,
  find: (seq: number) => Message | undefined,
): readonly number[] {
  if (isMessage(entry)) {
    if (entry.thread !== undefined || entry.by === you || !concerns(entry, you)) return mentions;
    return [...mentions, entry.seq];
  }
  if (isKind(entry, "delete")) return mentions.filter((seq) => seq !== entry.target);
  if (!isKind(entry, "edit") || entry.by === you || entry.body === undefined) return mentions;
  const { target } = entry;
  const message = find(target);
  const stays = (message && message.quote?.by === you) || mentioned(entry, you);
  if (stays === mentions.includes(target)) return mentions;
  if (!stays) return mentions.filter((seq) => seq !== target);
  return message ? [...mentions, target].toSorted((a, b) => a - b) : mentions;
}

/** The threads one takes part in after `entry`. */
export function threadsAfter(
  threads: ThreadMarks,
  entry: Entry,
  you: string | undefined,
  find: (seq: number) => Message | undefined,
): ThreadMarks {
  if (isKind(entry, "delete") && entry.thread !== undefined && entry.left) {
    const known = threads.get(entry.thread);
    return known ? withMark(threads, { ...known, lastSeq: entry.left.lastSeq }) : threads;
  }
  if (!isMessage(entry) || entry.thread === undefined || entry.deleted) return threads;
  const { thread: root, seq: lastSeq } = entry;
  if (entry.by === you) return withMark(threads, { root, readSeq: lastSeq, lastSeq });
  const known = threads.get(root);
  if (known) return withMark(threads, { ...known, lastSeq });
  const takesPart = find(root)?.by === you || mentioned(entry, you);
  return takesPart ? withMark(threads, { root, readSeq: 0, lastSeq }) : threads;
}

export function withMark(threads: ThreadMarks, mark: ThreadMark): ThreadMarks {
  return new Map(threads).set(mark.root, mark);
}

function concerns(message: Message, you: string | undefined): boolean {
  return you !== undefined && (message.quote?.by === you || mentioned(message, you));
}

function mentioned({ mentions }: Pick<Message, "mentions">, you: string | undefined): boolean {
  return you !== undefined && Object.values(mentions ?? {}).includes(you);
}
