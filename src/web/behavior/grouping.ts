// Which messages open a group, a day, or stand under the line "New".
// A mark depends on the message above alone, so that no row changes when more come in further up.

export const GROUP_MS = 5 * 60_000;

export interface Groupable {
  by: string;
  ts: number;
  /** Missing on what the log does not hold yet. */
  seq?: number | undefined;
  /** What stands between it and the next one. */
  events?: unknown;
}

export interface Marks {
  /** Shows author and time; the ones below belong to it. */
  first: boolean;
  /** Opens a day. */
  day: boolean;
  /** The line "New" stands above it. */
  line: boolean;
}

export interface GroupOptions {
  dayOf: (ts: number) => number;
  /** The message above the first one, where it is known but not shown. */
  previous?: Groupable | undefined;
  /** The line "New" stands above the first message of others after this `seq`. */
  newAfter?: number | undefined;
  you?: string | undefined;
}

export function markGroups(messages: readonly Groupable[], options: GroupOptions): Marks[] {
  const { dayOf, newAfter, you } = options;
  let previous = options.previous;
  let lineDrawn = newAfter === undefined || isNew(previous, newAfter, you);
  return messages.map((message) => {
    const day = !previous || dayOf(previous.ts) !== dayOf(message.ts);
    const line = !lineDrawn && isNew(message, newAfter ?? 0, you);
    lineDrawn ||= line;
    const apart =
      !!previous?.events || previous?.by !== message.by || message.ts - previous.ts > GROUP_MS;
    previous = message;
    return { first: day || line || apart, day, line };
  });
}

function isNew(message: Groupable | undefined, newAfter: number, you: string | undefined): boolean {
  return message?.seq !== undefined && message.seq > newAfter && message.by !== you;
}
