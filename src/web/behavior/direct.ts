// Writing to one person, and hearing nothing of one. Loaded with the parts that offer it.

import { askBlocks, createGroup, findDirect, setBlock } from "../../client/direct.ts";
import type { Person, Profile } from "../../protocol/people.ts";
import { v } from "../strings-private.ts";
import { t } from "../strings.ts";
import { origin, platform } from "./app.ts";
import { blocked } from "./inbox.ts";
import { myRooms } from "./me.ts";
import { go, roomPath } from "./router.ts";

/** Leads to the room between oneself and this person; why not, in words for people, or undefined. */
export async function writeTo(
  who: { handle: string } | { person: string },
  how: "push" | "replace" = "push",
): Promise<string | undefined> {
  const found = await findDirect(who, { origin, platform });
  if (!found.ok) return found.failure.message || t.networkFailed;
  go(roomPath(found.value), how);
  return undefined;
}

/**
 * Leads to the room of these people and oneself, made where none of one's own has just them; why not, and because of
 * whom, or undefined. The same `id` makes no second one.
 */
export async function writeToAll(
  people: readonly Pick<Profile, "handle">[],
  id: string,
): Promise<{ message: string; handle?: string } | undefined> {
  const handles = people.map(({ handle }) => handle);
  const there = groupOf(handles);
  const made = there === undefined ? await createGroup(handles, id, { origin, platform }) : there;
  if (typeof made !== "string" && !made.ok) {
    const { message, handle } = made.failure;
    if (handle !== undefined) return { message: v.cannotAdd(handle), handle };
    return { message: message || t.networkFailed };
  }
  go(roomPath(typeof made === "string" ? made : made.value));
  return undefined;
}

/** The room among one's own that has these people in it, and nobody else. */
function groupOf(handles: readonly string[]): string | undefined {
  const wanted = new Set(handles);
  return myRooms().find(({ about }) => {
    if (about?.kind !== "private" || about.title !== "" || about.archived || about.more)
      return false;
    const others = about.with ?? [];
    return others.length === wanted.size && others.every(({ handle }) => wanted.has(handle));
  })?.name;
}

/** Rises with each change of one's own: an answer from before it is out of date. */
let changes = 0;

export async function loadBlocked(): Promise<void> {
  const asked = changes;
  const found = await askBlocks({ origin, platform });
  if (!found.ok) return;
  if (asked !== changes) return loadBlocked();
  blocked.value = found.value;
}

/** Why not, in words for people; undefined once it holds. */
export async function changeBlock(person: Person, on: boolean): Promise<string | undefined> {
  changes += 1;
  const kept = await setBlock(person.id, on, { origin, platform });
  changes += 1;
  if (!kept.ok) return kept.failure.message || t.networkFailed;
  const others = (blocked.value ?? []).filter(({ id }) => id !== person.id);
  blocked.value = on ? [person, ...others] : others;
  return undefined;
}
