// What happened between two messages: rare, and fetched with the first of it.

import type { EventEntry } from "../../protocol/entries.ts";
import { lazyPart } from "./lazy.tsx";

export interface EventsProps {
  /** Rising. */
  events: readonly EventEntry[];
  nameOf(person: string): string;
  you: string | undefined;
}

const { load, Part } = lazyPart<EventsProps>(async () => (await import("./events.tsx")).Events);

export function Events(props: EventsProps) {
  load();
  return <Part {...props} />;
}
