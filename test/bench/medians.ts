// Whether several ways take the same time: each tried many times in turn, so that a busy machine slows them all alike.

/** Times each of these, prints what came of it, and says whether no median is more than `most` times another. */
export async function alike(
  ways: Readonly<Record<string, () => Promise<void>>>,
  { tries, most }: { tries: number; most: number },
): Promise<boolean> {
  const kinds = Object.entries(ways);
  const times = new Map<string, number[]>(kinds.map(([kind]) => [kind, []]));
  // The first ones wake the objects.
  for (let i = -5; i < tries; i++)
    for (let k = 0; k < kinds.length; k++) {
      // No kind always follows the same other one.
      const [kind, run] = kinds[(k * (1 + (i & 1)) + Math.max(0, i)) % kinds.length] ?? [];
      if (kind === undefined || !run) continue;
      const before = performance.now();
      await run();
      if (i >= 0) times.get(kind)?.push(performance.now() - before);
    }
  const medians = [...times].map(([kind, all]) => {
    const sorted = all.toSorted((a, b) => a - b);
    const at = (part: number) => sorted[Math.floor(sorted.length * part)] ?? 0;
    console.log(
      `${kind}: ${all.length} tries, median ${ms(at(0.5))}, from ${ms(at(0.05))} to ${ms(at(0.95))} (5 % and 95 %)`,
    );
    return at(0.5);
  });
  const ratio = Math.max(...medians) / Math.min(...medians);
  console.log(`the slowest median is ${ratio.toFixed(3)} times the fastest; at most ${most}`);
  return ratio <= most;
}

function ms(time: number): string {
  return `${time.toFixed(2)} ms`;
}
