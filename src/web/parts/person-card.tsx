// Who somebody is: name, handle, and whether they are here.
// The rest is what they are in this room.

import type { Person } from "../../protocol/people.ts";
import { knownPeople } from "../behavior/known-people.ts";
import { current } from "../behavior/rooms.ts";
import { d } from "../strings-dialogs.ts";
import { t } from "../strings.ts";
import { Avatar } from "./avatar.tsx";
import { Dialog } from "./dialog.tsx";
import { LocalTime } from "./local-time.tsx";
import { PersonDirect } from "./person-direct.tsx";
import { PersonOrder } from "./person-order.tsx";

export function PersonCard({ id, met }: { id: string; met: Person | undefined }) {
  const person = knownPeople.value.get(id) ?? met;
  const here = current.value?.online.value.includes(id) ?? false;
  const name = person?.name ?? t.someone;
  return (
    <Dialog title={name}>
      <div class="card">
        <Avatar name={name} picture={person?.avatar} size="l" />
        <div>
          {person?.handle && <p class="card__handle">@{person.handle}</p>}
          {person?.status && (
            <p class="card__status" dir="auto">
              {person.status.emoji} {person.status.text}
            </p>
          )}
          <p class="hint">{here ? d.onlineNow : d.offlineNow}</p>
          {person?.handle && <LocalTime person={id} />}
        </div>
      </div>
      {person && <PersonDirect person={{ ...person, id }} />}
      {current.value && current.value.info.value?.kind !== "direct" && (
        <PersonOrder room={current.value} id={id} name={name} />
      )}
    </Dialog>
  );
}
