// Leads anywhere by a few letters: rooms and people.
// The focus stays in the field; the chosen line is told by aria-activedescendant.

import { useEffect, useState } from "preact/hooks";
import type { Person, Profile } from "../../protocol/people.ts";
import { keptApi } from "../behavior/kept-api.ts";
import { makesRooms } from "../behavior/community.ts";
import { closeDialog, openDialog } from "../behavior/dialogs.ts";
import { find } from "../behavior/find.ts";
import { coarse, focusComposer } from "../behavior/places.ts";
import { knownPeople } from "../behavior/known-people.ts";
import { current, HOME_ROOM, roomList, type ListedRoom } from "../behavior/rooms.ts";
import { go, roomPath } from "../behavior/router.ts";
import { d } from "../strings-dialogs.ts";
import { t } from "../strings.ts";
import { Avatar } from "./avatar.tsx";
import { Dialog } from "./dialog.tsx";
import { RoomSign } from "./room-list.tsx";

const MOST = 12;
const SEARCH_MS = 200;

interface Choice {
  key: string;
  label: string;
  /** Of a person, or of a room that goes by its people. */
  picture?: string | undefined;
  note: string;
  kind: "room" | "person" | "create";
  room?: ListedRoom;
  unread: number;
  words: string[];
  choose: () => void;
}

export function Switcher() {
  const [query, setQuery] = useState("");
  const [at, setAt] = useState(0);
  const letters = query.replace(/^[#@]/, "").trim();
  const [met, setMet] = useState<readonly Person[]>([]);
  useEffect(() => {
    if (letters === "") return undefined;
    // Whom the page has not met yet.
    const timer = setTimeout(() => {
      void keptApi.findPeople(HOME_ROOM, letters).then((found) => found.ok && setMet(found.value));
    }, SEARCH_MS);
    return () => clearTimeout(timer);
  }, [letters]);
  const choices = choicesFor(letters, met);
  const chosen = choices[Math.min(at, choices.length - 1)];

  const choose = (choice: Choice | undefined) => {
    if (!choice) return;
    closeDialog();
    choice.choose();
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.isComposing) return;
    const step = event.key === "ArrowDown" ? 1 : event.key === "ArrowUp" ? -1 : 0;
    if (step !== 0)
      setAt(
        (Math.min(at, choices.length - 1) + step + choices.length) % Math.max(1, choices.length),
      );
    else if (event.key === "Enter") choose(chosen);
    else return;
    event.preventDefault();
  };

  return (
    <Dialog title={t.goTo} class="dialog--switcher" bare>
      <input
        class="input switcher__field"
        role="combobox"
        aria-label={d.searchRoomsAndPeople}
        aria-expanded={choices.length > 0}
        aria-controls="switcher-results"
        aria-autocomplete="list"
        aria-activedescendant={chosen && `go-${chosen.key}`}
        placeholder={d.searchRoomsAndPeople}
        autocomplete="off"
        spellcheck={false}
        value={query}
        data-first
        onInput={(event) => {
          setQuery(event.currentTarget.value);
          setAt(0);
        }}
        onKeyDown={onKeyDown}
      />
      <ul
        class="list switcher__results"
        id="switcher-results"
        role="listbox"
        aria-label={d.results}
      >
        {choices.map((choice) => (
          <li
            key={choice.key}
            id={`go-${choice.key}`}
            role="option"
            aria-selected={choice === chosen}
            class="list__item"
            ref={choice === chosen ? (row) => row?.scrollIntoView({ block: "nearest" }) : null}
            onClick={() => choose(choice)}
          >
            {choice.kind === "person" || choice.room?.isDirect ? (
              <Avatar name={choice.label} picture={choice.picture} size="s" />
            ) : choice.room ? (
              <RoomSign {...choice.room} />
            ) : (
              <span class="list__hash" aria-hidden="true">
                +
              </span>
            )}
            <span class="list__name" dir="auto">
              {choice.label}
            </span>
            <span class="list__note">{choice.note}</span>
          </li>
        ))}
      </ul>
      {choices.length === 0 && <p class="hint switcher__none">{d.nothingFound}</p>}
    </Dialog>
  );
}

function choicesFor(query: string, met: readonly Person[]): Choice[] {
  const here = current.value?.name;
  const rooms = roomList.value.map((room): Choice => ({
    key: `room-${room.name}`,
    label: room.title,
    note:
      room.unread > 0
        ? t.unread(room.unread, room.mentions)
        : room.kind || room.title.toLowerCase() === room.name
          ? ""
          : `#${room.name}`,
    kind: "room",
    picture: room.icon,
    room,
    unread: room.unread,
    words: [room.title, room.name],
    choose() {
      go(roomPath(room.name));
      if (!coarse()) focusComposer();
    },
  }));
  const everybody = new Map<string, Profile>(met.map((person) => [person.id, person]));
  for (const [id, person] of knownPeople.value) everybody.set(id, person);
  const people = [...everybody].map(([id, person]): Choice => ({
    key: `person-${id}`,
    label: person.name,
    picture: person.avatar,
    note: `@${person.handle}`,
    kind: "person",
    unread: 0,
    words: [person.name, person.handle],
    choose: () => openDialog({ name: "person", id, person: { ...person, id } }),
  }));
  const found = find(
    query === "" ? rooms.filter((room) => room.key !== `room-${here}`) : [...rooms, ...people],
    query,
    MOST,
  );
  if (
    query === "" ||
    !makesRooms.value ||
    found.some(
      (choice) => choice.kind === "room" && choice.label.toLowerCase() === query.toLowerCase(),
    )
  )
    return found;
  const create = () => openDialog({ name: "new-room", title: query });
  return [
    ...found,
    {
      key: "create",
      label: d.createNamed(query),
      note: "",
      kind: "create",
      unread: 0,
      words: [],
      choose: create,
    },
  ];
}
