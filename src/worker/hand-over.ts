// What the worker tells an object about a request: who, by which session, verified when.
// A hand-over older than 10 s is refused, so that a stalled upgrade cannot outlive a sign-out [C5].

import type { CommunityRole } from "../protocol/community-roles.ts";
import { LIMITS } from "../protocol/limits.ts";
import type { Person } from "../protocol/people.ts";

export interface HandOver {
  person: Person;
  session: string;
  /** What the person is in the community. */
  community: CommunityRole;
  /** ms since 1970 */
  at: number;
  request: string;
}

const HEADER = "edgewise-hand-over";

/** The upgrade as an object receives it: nothing of the client's headers but the hand-over. */
export function handOverUpgrade(query: URLSearchParams, handOver: HandOver): Request {
  const url = `https://object/?${query.toString()}`;
  const headers = { Upgrade: "websocket", [HEADER]: encodeURIComponent(JSON.stringify(handOver)) };
  return new Request(url, { headers });
}

export function takeOver(request: Request): HandOver | undefined {
  const header = request.headers.get(HEADER);
  return header ? (JSON.parse(decodeURIComponent(header)) as HandOver) : undefined;
}

export function isFresh(handOver: Pick<HandOver, "at">, now: number): boolean {
  return Math.abs(now - handOver.at) <= LIMITS.handOverMs;
}
