// What became of every message: compares what was sent, what the server holds and what each client was shown.
// It knows nothing of how the run went, so it cannot excuse anything.

import type { Entry, MessageEntry } from "../../src/protocol/entries.ts";
import { isMessage } from "../../src/protocol/entries.ts";
import type { Participant, Sent } from "./participant.ts";

export interface Verdict {
  sent: number;
  stored: number;
  lost: number;
  doubled: number;
  /** Sentences; none where all is well. */
  faults: string[];
}

export function judge(
  participants: readonly Pick<Participant, "name" | "person" | "sent" | "fromStart" | "shown">[],
  log: readonly Entry[],
): Verdict {
  const faults: string[] = [];
  let [sent, lost, doubled] = [0, 0, 0];
  const messages = log.filter((entry) => isMessage(entry));
  log.forEach((entry, i) => {
    if (entry.seq !== i + 1) faults.push(`Entry ${i + 1} of the log has the number ${entry.seq}.`);
  });
  for (const { name, person, sent: own, fromStart, shown } of participants) {
    const stored = messages.filter(({ by }) => by === person);
    const kept = new Set(stored.map(({ id }) => id));
    sent += own.length;
    lost += own.filter(({ id }) => !kept.has(id)).length;
    doubled += stored.length - kept.size;
    if (!isSame(own, stored))
      faults.push(`${name}'s messages are not in the log as they were sent.`);
    const fault = faultOf(shown(), log, fromStart);
    if (fault) faults.push(`${name} was shown another log: ${fault}`);
  }
  if (messages.length !== sent) faults.push(`${sent} were sent, ${messages.length} are stored.`);
  return { sent, stored: messages.length, lost, doubled, faults };
}

function isSame(sent: readonly Sent[], stored: readonly MessageEntry[]): boolean {
  return (
    sent.length === stored.length &&
    sent.every(({ id, body }, i) => stored[i]?.id === id && stored[i].body === body)
  );
}

/** Each entry once, in order, without holes from the first one shown to the head. */
function faultOf(
  shown: readonly Entry[],
  log: readonly Entry[],
  fromStart: boolean,
): string | undefined {
  const first = fromStart ? 0 : (shown[0]?.seq ?? 1) - 1;
  if (first + shown.length !== log.length)
    return `${shown.length} entries from ${first + 1} on, of ${log.length}.`;
  const at = shown.findIndex((entry, i) => text(entry) !== text(log[first + i]));
  return at < 0 ? undefined : `entry ${first + at + 1} differs.`;
}

function text(entry: Entry | undefined): string {
  return JSON.stringify(entry, entry && Object.keys(entry).toSorted());
}
