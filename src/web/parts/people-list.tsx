// Who is in the room now, oneself first, the others by name.
// Where more are here than the room names, all of them come on demand.

import { useState } from "preact/hooks";
import type { Person } from "../../protocol/people.ts";
import { openDialog } from "../behavior/dialogs.ts";
import type { OpenRoom } from "../behavior/open-room.ts";
import { me } from "../behavior/session.ts";
import { t } from "../strings.ts";
import { Avatar } from "./avatar.tsx";
import { StatusEmoji } from "./status-emoji.tsx";

export function PeopleList({ room }: { room: OpenRoom }) {
  const [all, setAll] = useState<readonly Person[]>();
  const you = me.value?.id;
  const known = room.people.value;
  const named =
    all ?? room.online.value.map((id) => ({ id, handle: "", name: "", ...known.get(id) }));
  const people = named
    .filter((person) => person.name !== "")
    .toSorted(
      (a, b) => Number(b.id === you) - Number(a.id === you) || a.name.localeCompare(b.name),
    );
  const more = room.onlineCount.value - people.length;
  return (
    <>
      <ul class="list" role="list" aria-label={t.peopleOnline}>
        {people.map((person) => (
          <li key={person.id}>
            <button
              type="button"
              class="list__item"
              onClick={() => openDialog({ name: "person", id: person.id })}
            >
              <Avatar name={person.name} picture={person.avatar} size="s" />
              <span class="list__name" dir="auto">
                {person.name}
              </span>
              <StatusEmoji status={person.status} />
              {person.id === you && <span class="list__note">{t.you}</span>}
            </button>
          </li>
        ))}
      </ul>
      {more > 0 && !all && (
        <p class="hint section__more">
          {t.moreOnline(more)}{" "}
          <button type="button" class="link" onClick={() => void room.client.who().then(setAll)}>
            {t.showAll}
          </button>
        </p>
      )}
    </>
  );
}
