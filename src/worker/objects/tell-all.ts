// Tells others what they are owed, a page at a time: whoever could not be told is left for the next alarm.
// A failure is logged and stops nobody else of its page.

import { logBug } from "../log-line.ts";

type Where = Parameters<typeof logBug>[0];

/** `owing`: the next page of what is owed, from which what was told is gone. False where something was not told. */
export async function tellAll<T>(
  owing: () => readonly T[],
  where: (owed: T) => Where,
  tell: (owed: T) => Promise<void>,
): Promise<boolean> {
  for (let owed = owing(); owed.length > 0; owed = owing()) {
    // Each page after the one before: it is marked as told in between.
    // oxlint-disable-next-line no-await-in-loop
    const told = await Promise.all(owed.map((one) => isTold(where(one), () => tell(one))));
    if (told.includes(false)) return false;
  }
  return true;
}

/** False where it threw, which is logged. */
export async function isTold(where: Where, tell: () => Promise<void>): Promise<boolean> {
  try {
    await tell();
    return true;
  } catch (error) {
    logBug(where, error);
    return false;
  }
}
