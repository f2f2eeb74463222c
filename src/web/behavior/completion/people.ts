// The members of a room whom the page has not met: asked for by what one types, a little after one stopped.
// What came is kept for the page's life; the same letters are asked for once.

import type { KeptApi } from "../../../client/kept.ts";
import type { Profile } from "../../../protocol/people.ts";

const AFTER_MS = 150;

export interface PeopleSearch {
  /** `arrived`: called where there is somebody new. Answers to letters that were typed on are kept all the same. */
  ask(room: string, letters: string, arrived: () => void): void;
  /** By person id. */
  found(room: string): ReadonlyMap<string, Profile>;
}

export function searchPeople({ findPeople }: Pick<KeptApi, "findPeople">): PeopleSearch {
  const rooms = new Map<string, Map<string, Profile>>();
  const asked = new Set<string>();
  let timer: ReturnType<typeof setTimeout> | undefined;
  const people = (room: string) => {
    const those = rooms.get(room) ?? new Map<string, Profile>();
    rooms.set(room, those);
    return those;
  };
  return {
    ask(room, letters, arrived) {
      clearTimeout(timer);
      const key = `${room} ${letters.toLowerCase()}`;
      if (letters === "" || asked.has(key)) return;
      timer = setTimeout(() => {
        asked.add(key);
        void findPeople(room, letters).then((answer) => {
          // Asked again by the next one, where the network failed.
          if (!answer.ok) return void asked.delete(key);
          const those = people(room);
          const before = those.size;
          for (const { id, ...person } of answer.value) those.set(id, person);
          if (those.size > before) arrived();
        });
      }, AFTER_MS);
    },
    found: people,
  };
}
