// Who has seen the newest message, in rooms small enough to tell: one quiet line that is always as high.
// Neither oneself nor its author counts.

import type { Profile } from "../../protocol/people.ts";
import type { OpenRoom } from "../behavior/open-room.ts";
import { k } from "../strings-kept.ts";
import { Avatar } from "./avatar.tsx";

/** Pictures, and names in the line; the tooltip and screen readers have all of them. */
const SHOWN = 3;

export function SeenBy({ room }: { room: OpenRoom }) {
  const people = readersOf(room);
  const names = people.map(({ name }) => name);
  const all = k.seenBy(names, 0);
  return (
    <p class="seen">
      {names.length > 0 && (
        <span title={all}>
          <span aria-hidden="true">
            {people.slice(0, SHOWN).map(({ name, handle, avatar }) => (
              <Avatar key={handle} name={name} picture={avatar} size="s" />
            ))}
            {k.seenBy(names.slice(0, SHOWN), Math.max(0, names.length - SHOWN))}
          </span>
          <span class="unseen">{all}</span>
        </span>
      )}
    </p>
  );
}

function readersOf(room: OpenRoom): Profile[] {
  const newest = room.timeline.value.messages.findLast(({ deleted }) => !deleted);
  if (!newest || room.pending.value.length > 0) return [];
  const people = room.people.value;
  return [...(room.reads.value ?? [])]
    .filter(([id, seq]) => seq >= newest.seq && id !== newest.by)
    .flatMap(([id]) => people.get(id) ?? [])
    .toSorted((a, b) => a.name.localeCompare(b.name));
}
