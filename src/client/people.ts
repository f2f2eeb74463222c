// The people that frames named, and the list of those present.
// A name once told is kept: a frame names only whom the connection has not been told of.

import { profileOf, type People, type Person } from "../protocol/people.ts";
import type { Requests } from "./requests.ts";
import type { RoomState } from "./state.ts";
import type { Store } from "./store.ts";

export interface Names {
  named(people: People | undefined): void;
  /** All who are present, page by page. */
  who(): Promise<Person[]>;
  refreshOnline(): Promise<void>;
}

export function createNames(store: Store<RoomState>, requests: Requests): Names {
  function named(people: People | undefined): void {
    if (!people || Object.keys(people).length === 0) return;
    store.update({ people: new Map([...store.state.people, ...Object.entries(people)]) });
  }

  async function who(): Promise<Person[]> {
    const people: Person[] = [];
    for (;;) {
      const after = people.at(-1)?.id;
      const page = await requests.ask((ref) => ({
        type: "who",
        ref,
        ...(after !== undefined && { after }),
      }));
      if (page?.type !== "who") break;
      people.push(...page.people);
      if (!page.more || page.people.length === 0) break;
    }
    named(Object.fromEntries(people.map((person) => [person.id, profileOf(person)])));
    return people;
  }

  async function refreshOnline(): Promise<void> {
    const online = (await who()).map(({ id }) => id);
    if (online.length > 0) store.update({ online });
  }

  return { named, who, refreshOnline };
}
