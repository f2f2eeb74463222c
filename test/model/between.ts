// What the two of a direct room do to each other [D6]: from either side, nothing is written while one blocks.

import { Raw, type Person } from "./raw.ts";
import type { Scene } from "./scene.ts";

/** Who blocks whom, as the answers said. */
const held = new WeakMap<Scene, Set<string>>();

export const between = {
  async block(scene: Scene, person: Person, on: boolean): Promise<void> {
    const [ada, , bea] = scene.slots.map((slot) => slot.person);
    const other = person.id === ada?.id ? bea : ada;
    const blocks = held.get(scene) ?? new Set<string>();
    held.set(scene, blocks);
    // A third blocks whom they like: it is no business of the two.
    const isOneOfThem = person.id === ada?.id || person.id === bea?.id;
    if (!on && isOneOfThem) blocks.delete(person.id);
    scene.oracle.isBlocked = blocks.size > 0;
    const method = on ? "PUT" : "DELETE";
    const { status } = await new Raw(scene, person).ask(method, `/api/me/blocks/${other?.id}`);
    if (status !== 204) scene.oracle.fault(`[D6] ${method} of a block is ${status}`);
    if (on && isOneOfThem) blocks.add(person.id);
    scene.oracle.isBlocked = blocks.size > 0;
  },

  /** At the end nobody blocks, and what is still underway gets in. */
  async makePeace(scene: Scene): Promise<void> {
    const people = new Map(scene.slots.map(({ person }) => [person.id, person]));
    for (const person of people.values()) await between.block(scene, person, false);
  },
};
