// Everybody this page has heard of, in whatever room.

import { computed } from "@preact/signals";
import type { Profile } from "../../protocol/people.ts";
import { openNow, own } from "./rooms.ts";

/** By person id. */
export const knownPeople = computed(() => {
  const all = new Map<string, Profile>();
  for (const room of openNow.value)
    for (const [id, person] of room.people.value) all.set(id, person);
  for (const room of own.value)
    for (const person of room.with ?? []) if (!all.has(person.id)) all.set(person.id, person);
  return all;
});
