// A fault case: a scene, what goes wrong in it, and the peace at the end.
// Whatever the case itself expects, the oracle must have nothing to say.

import { expect, test } from "vitest";
import { Scene } from "./scene.ts";
import type { WorldOptions } from "./world.ts";

export function faultCase(
  title: string,
  run: (scene: Scene) => Promise<void>,
  options: WorldOptions & { seed?: number } = {},
): void {
  test(title, { timeout: 120_000 }, () => inScene(run, options));
}

export async function inScene(
  run: (scene: Scene) => Promise<void>,
  { seed = 1, ...options }: WorldOptions & { seed?: number } = {},
): Promise<void> {
  const scene = new Scene(seed, options);
  try {
    await run(scene);
    await scene.rest();
    expect(scene.oracle.faults).toEqual([]);
  } finally {
    scene.end();
  }
}

export function bodies(scene: Scene): string[] {
  return scene.oracle.log.map(({ body }) => body);
}

export function numbers(name: string, first: number, last: number): string[] {
  return Array.from({ length: last - first + 1 }, (_, i) => `${name} ${first + i}`);
}
