// What happened between two messages, as quiet lines: a new topic, and who ordered what.
// Where there were many the newest are shown, and the others when one asks.

import type { EventEntry } from "../../protocol/entries.ts";
import { fullTimeOf, timeOf } from "../behavior/time.ts";
import { e, sayEvent } from "../strings-events.ts";
import type { EventsProps } from "./lazy-events.tsx";

/** Lines that stand open. */
const SHOWN = 3;

export function Events({ events, nameOf, you }: EventsProps) {
  const earlier = events.slice(0, -SHOWN);
  const line = (event: EventEntry) => (
    <p key={event.seq} class="event" dir="auto">
      {sayEvent(event, (id) => (id === you ? undefined : nameOf(id)))}
      <time dateTime={new Date(event.ts).toISOString()} title={fullTimeOf(event.ts)}>
        {timeOf(event.ts)}
      </time>
    </p>
  );
  return (
    <div class="events">
      {earlier.length > 0 && (
        <details>
          <summary>{e.earlier(earlier.length)}</summary>
          {earlier.map(line)}
        </details>
      )}
      {events.slice(-SHOWN).map(line)}
    </div>
  );
}
