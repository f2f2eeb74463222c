// Chance that can be repeated: the same seed makes the same choices.
// What the network and the clock do is not under its control.

export interface Random {
  /** 0 <= x < 1 */
  (): number;
}

export function seeded(seed: number): Random {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296;
  };
}

/** A whole number, `from` <= x < `to`. */
export function between(random: Random, from: number, to: number): number {
  return from + Math.floor(random() * (to - from));
}

export function pick<T>(random: Random, list: readonly T[]): T {
  if (list.length === 0) throw new Error("There is nothing to pick from.");
  return list[between(random, 0, list.length)] as T;
}
