// What became of every command: compares what was sent, what the server holds and what each client was shown.
// It knows nothing of how the run went, so it cannot excuse anything.

import { isDeepStrictEqual } from "node:util";
import { applyAll, BEGINNING } from "../../src/client/timeline.ts";
import { isKind, isMessage, type Entry, type Message } from "../../src/protocol/entries.ts";
import type { Sent } from "./changes.ts";
import type { Participant } from "./participant.ts";

export interface Verdict {
  sent: number;
  /** Of those sent: edits, deletions, reactions and pins. */
  changes: number;
  stored: number;
  /** Refused for good, such as the edit of a message that was deleted meanwhile. */
  refused: number;
  lost: number;
  doubled: number;
  /** Sentences; none where all is well. */
  faults: string[];
}

type Judged = Pick<
  Participant,
  "name" | "person" | "sent" | "refused" | "fromStart" | "shown" | "messages"
>;

/** `history`: every message as this participant sees it who reads nothing but history. */
export function judge(
  participants: readonly (Judged & { history: readonly Message[] })[],
  log: readonly Entry[],
): Verdict {
  const faults: string[] = [];
  let [sent, changes, refused, lost, doubled] = [0, 0, 0, 0, 0];
  log.forEach((entry, i) => {
    if (entry.seq !== i + 1) faults.push(`Entry ${i + 1} of the log has the number ${entry.seq}.`);
  });
  for (const one of participants) {
    const { name, person, sent: own } = one;
    const stored = log.filter(({ by }) => by === person);
    const kept = new Set(stored.map(({ id }) => id));
    sent += own.length;
    changes += own.filter(({ kind }) => kind !== "message").length;
    refused += one.refused.size;
    doubled += stored.length - kept.size;
    lost += own.filter(
      ({ id, kind }) => kind !== "toggle" && !kept.has(id) && !one.refused.has(id),
    ).length;
    faults.push(...faultsOf(one, stored, log).map((fault) => `${name} ${fault}`));
  }
  const ids = new Set(participants.flatMap((one) => one.sent.map(({ id }) => id)));
  const strange = log.filter(({ id }) => !ids.has(id));
  if (strange.length > 0) faults.push(`Nobody sent ${JSON.stringify(strange[0])}.`);
  if (lost > 0 || doubled > 0) faults.push(`${lost} were lost, ${doubled} doubled.`);
  return { sent, changes, stored: log.length, refused, lost, doubled, faults };
}

function faultsOf(
  one: Judged & { history: readonly Message[] },
  stored: readonly Entry[],
  log: readonly Entry[],
): string[] {
  const { sent, refused, person, history } = one;
  const faults: string[] = [];
  const kept = new Set(stored.map(({ id }) => id));
  for (const [id, code] of refused) {
    if (kept.has(id)) faults.push(`was refused ${id}, which is stored.`);
    // A target that was deleted meanwhile.
    if (code !== "not_found") faults.push(`was refused ${id}: ${code}.`);
  }
  const toggles = new Set(sent.flatMap(({ id, kind }) => (kind === "toggle" ? [id] : [])));
  const promised = sent
    .filter(({ id }) => !toggles.has(id) && !refused.has(id))
    .map(({ id }) => id);
  const inLog = stored.filter(({ id }) => !toggles.has(id)).map(({ id }) => id);
  if (!isDeepStrictEqual(promised, inLog)) faults.push("wrote another order than the log has.");
  const said = saidBy(sent, stored);
  const own = history.filter(({ by }) => by === person);
  const wrong = own.find(({ seq, body, deleted }) => !deleted && said.get(seq) !== body);
  if (wrong) faults.push(`never wrote ${JSON.stringify(wrong)}.`);
  const fault = shownFault(one, log) ?? stateFault(one);
  if (fault) faults.push(fault);
  return faults;
}

/** The last body that each message was given, by its `seq`. */
function saidBy(sent: readonly Sent[], stored: readonly Entry[]): Map<number, string | undefined> {
  const bodies = new Map(sent.map(({ id, body }) => [id, body]));
  const said = new Map<number, string | undefined>();
  for (const entry of stored)
    if (isMessage(entry)) said.set(entry.seq, bodies.get(entry.id));
    else if (isKind(entry, "edit")) said.set(entry.target, bodies.get(entry.id));
  return said;
}

/** Each entry once, in order, without holes from the first one shown to the head. */
function shownFault({ fromStart, shown }: Judged, log: readonly Entry[]): string | undefined {
  if (!fromStart) return undefined;
  const entries = shown();
  if (entries.length !== log.length) return `was shown ${entries.length} entries of ${log.length}.`;
  const at = entries.findIndex((entry, i) => nameOf(entry) !== nameOf(log[i]));
  return at < 0 ? undefined : `was shown another entry ${at + 1}.`;
}

/** What an entry is for good: a body is told as it is when it is told. */
function nameOf(entry: Entry | undefined): string {
  const { seq, ts, by, kind, id } = entry ?? {};
  const { target, thread, emoji, on } = { ...entry } as Record<string, unknown>;
  return JSON.stringify({ seq, ts, by, kind, id, target, thread, emoji, on });
}

/** Every message with all that was done to it: on show, and as the entries shown add up to it [L5]. */
function stateFault(one: Judged & { history: readonly Message[] }): string | undefined {
  const truth = new Map(one.history.map((message) => [message.seq, message]));
  const differs = (message: Message) => !isDeepStrictEqual(message, truth.get(message.seq));
  const tell = (message: Message | undefined, where: string) =>
    message &&
    `has ${where} ${JSON.stringify(message)} instead of ${JSON.stringify(truth.get(message.seq))}.`;
  const onShow = one.messages();
  const first = onShow[0]?.seq ?? 0;
  const expected = one.history.filter(({ seq, thread }) => thread === undefined && seq >= first);
  if (expected.length !== onShow.length)
    return `shows ${onShow.length} messages of ${expected.length} from ${first} on.`;
  const wrong = tell(onShow.find(differs), "on show");
  if (wrong !== undefined || !one.fromStart) return wrong;
  const entries = one.shown();
  const roots = new Set(one.history.flatMap(({ thread }) => thread ?? []));
  const places = [BEGINNING, ...[...roots].map((thread) => ({ ...BEGINNING, thread }))];
  const sum = places.flatMap((place) => applyAll(place, entries, one.person).messages);
  if (sum.length !== truth.size) return `was shown ${sum.length} messages of ${truth.size}.`;
  return tell(sum.find(differs), "from its entries");
}
