// Times as the reader's locale and zone write them.
// Formatters are made once: making one costs more than a thousand uses.

import { signal } from "@preact/signals";
import { t } from "../strings.ts";

const clock = new Intl.DateTimeFormat(undefined, { timeStyle: "short" });
const full = new Intl.DateTimeFormat(undefined, { dateStyle: "full", timeStyle: "medium" });
const day = new Intl.DateTimeFormat(undefined, { weekday: "long", day: "numeric", month: "long" });
const dayWithYear = new Intl.DateTimeFormat(undefined, { dateStyle: "full" });

export const timeOf = (ts: number) => clock.format(ts);
export const fullTimeOf = (ts: number) => full.format(ts);

/** The local calendar day as one number that rises with time. */
export function dayOf(ts: number): number {
  const date = new Date(ts);
  return date.getFullYear() * 10_000 + (date.getMonth() + 1) * 100 + date.getDate();
}

/** Today's day; views that say "Today" read it. */
export const today = signal(dayOf(Date.now()));

export function refreshToday(): void {
  today.value = dayOf(Date.now());
}

export function dayName(ts: number, now: number = Date.now()): string {
  const then = dayOf(ts);
  if (then === dayOf(now)) return t.today;
  const yesterday = new Date(now);
  yesterday.setDate(yesterday.getDate() - 1);
  if (then === dayOf(yesterday.getTime())) return t.yesterday;
  return new Date(ts).getFullYear() === new Date(now).getFullYear()
    ? day.format(ts)
    : dayWithYear.format(ts);
}
