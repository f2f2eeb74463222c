// Which sockets must go when a new one comes [C4].
// The same page load has one socket, of its newest attempt; a person has at most ten.

import { CLOSE } from "../protocol/codes.ts";
import { LIMITS } from "../protocol/limits.ts";

export interface Seat {
  person: { id: string };
  client: string | null;
  /** Rises with each upgrade of the same `client`; null where it was not told. */
  attempt: number | null;
  since: number;
}

/** Whether `next` was given up before a socket that is here already: then it has to go, not that one. */
export function isSuperseded(seats: Iterable<Seat>, next: Seat): boolean {
  const { client, attempt } = next;
  if (client === null || attempt === null) return false;
  return [...seats].some(
    (seat) =>
      seat.person.id === next.person.id && seat.client === client && (seat.attempt ?? 0) > attempt,
  );
}

/** The seats to vacate before `next` sits down, each with its close code. */
export function vacate<S extends Seat>(
  seats: Iterable<S>,
  next: Seat,
): { seat: S; code: number }[] {
  const own = [...seats].filter((seat) => seat.person.id === next.person.id);
  const replaced = own.filter((seat) => next.client !== null && seat.client === next.client);
  const others = own
    .filter((seat) => !replaced.includes(seat))
    .toSorted((a, b) => a.since - b.since);
  const excess = others.slice(0, Math.max(0, others.length + 1 - LIMITS.socketsPerPerson));
  return [
    ...replaced.map((seat) => ({ seat, code: CLOSE.replaced })),
    ...excess.map((seat) => ({ seat, code: CLOSE.tooManySockets })),
  ];
}
