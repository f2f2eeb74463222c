// Who somebody is: name, handle, and whether they are here.
// It shows what the page knows already; nothing is asked for.

import { current, knownPeople } from "../behavior/rooms.ts";
import { t } from "../strings.ts";
import { Avatar } from "./avatar.tsx";
import { Dialog } from "./dialog.tsx";

export function PersonCard({ id }: { id: string }) {
  const person = knownPeople.value.get(id);
  const here = current.value?.online.value.includes(id) ?? false;
  const name = person?.name ?? t.someone;
  return (
    <Dialog title={name} class="dialog--card">
      <div class="card">
        <Avatar name={name} size="l" />
        <div>
          {person && <p class="card__handle">@{person.handle}</p>}
          <p class="hint">{here ? t.onlineNow : t.offlineNow}</p>
        </div>
      </div>
    </Dialog>
  );
}
