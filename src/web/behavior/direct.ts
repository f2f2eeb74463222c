// Writing to one person, and hearing nothing of one. Loaded with the parts that offer it.

import { signal } from "@preact/signals";
import { askBlocks, findDirect, setBlock } from "../../client/direct.ts";
import type { Person } from "../../protocol/people.ts";
import { t } from "../strings.ts";
import { origin, platform } from "./app.ts";
import { go, roomPath } from "./router.ts";

/** Whom one blocks, the last one first; undefined before the first answer. */
export const blocked = signal<readonly Person[] | undefined>(undefined);

export const isBlocked = (id: string) => blocked.value?.some((one) => one.id === id) ?? false;

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

export async function loadBlocked(): Promise<void> {
  const found = await askBlocks({ origin, platform });
  if (found.ok) blocked.value = found.value;
}

/** Why not, in words for people; undefined once it holds. */
export async function changeBlock(person: Person, on: boolean): Promise<string | undefined> {
  const kept = await setBlock(person.id, on, { origin, platform });
  if (!kept.ok) return kept.failure.message || t.networkFailed;
  const others = (blocked.value ?? []).filter(({ id }) => id !== person.id);
  blocked.value = on ? [person, ...others] : others;
  return undefined;
}
