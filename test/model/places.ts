// The rooms of a model world that are not open, made by their own routes, and entered by the scene.

import { Raw, type Person } from "./raw.ts";
import type { Scene } from "./scene.ts";

/** A private room [D1], or a group [D8]; its owner keeps order in it, without a page. */
export async function makePrivate(
  scene: Scene,
  owner: Person,
  members: readonly Person[],
  title = "",
): Promise<Raw> {
  const raw = new Raw(scene, owner);
  const handles = ["ada", "bea", "cyd"].slice(0, members.length);
  for (const { id } of members) raw.wrote(`made-${id}`, `make ${id} a member`, true);
  const asked = { private: true, members: handles, id: "make-the-room", ...(title && { title }) };
  const { status, text } = await raw.ask("POST", "/api/rooms", asked);
  if (status !== 201) throw new Error(`No private room: ${text}`);
  scene.oracle.isPrivate = true;
  scene.goTo((JSON.parse(text) as { name: string }).name);
  return raw;
}

/** The room between these two [D5]. */
export async function makeDirect(scene: Scene, one: Person, other: Person): Promise<void> {
  const { text } = await new Raw(scene, one).ask("POST", "/api/me/direct", { person: other.id });
  scene.oracle.isPrivate = true;
  scene.goTo((JSON.parse(text) as { name: string }).name);
}
