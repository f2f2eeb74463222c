// HTTP answers of the closed list [T5].
// A failure carries its code, its sentence and nothing of what went wrong inside.

import { STATUS, type Failure } from "../protocol/codes.ts";

export function answerFailure(failure: Failure, extra: Record<string, unknown> = {}): Response {
  const headers: HeadersInit =
    failure.retryAfterMs === undefined
      ? {}
      : { "Retry-After": String(Math.ceil(failure.retryAfterMs / 1_000)) };
  return Response.json({ ...failure, ...extra }, { status: STATUS[failure.code], headers });
}

export const FAILURES = {
  badName: { code: "bad_name", message: "A room's address is made of letters, digits, - and _." },
  unauthorized: { code: "unauthorized", message: "Sign in first." },
  noMatch: {
    code: "unauthorized",
    message: "That did not match. Check what you wrote and try again.",
  },
  lastWayIn: {
    code: "forbidden",
    message: "This is your only way to sign in. Set a password first, or add another passkey.",
  },
  proveFirst: { code: "forbidden", message: "Confirm first that it is you." },
  forbidden: { code: "forbidden", message: "This page may not act here." },
  notInvited: {
    code: "forbidden",
    message: "This community takes in whoever was invited. Ask somebody in it for an invitation.",
  },
  barred: {
    code: "forbidden",
    message: "The moderators of this community let nobody join or sign in from here for now.",
  },
  mayNotMakeRooms: {
    code: "forbidden",
    message: "You may not make rooms in this community.",
  },
  handleGone: { code: "name_taken", message: "This handle is kept for now." },
  nobody: { code: "not_found", message: "There is no such person." },
  notFound: { code: "not_found", message: "There is nothing at this address." },
  noRoom: { code: "not_found", message: "There is no such room, or you may not see it." },
  noPerson: { code: "not_found", message: "There is no such person in this room." },
  noFiles: { code: "not_found", message: "Files are not taken here." },
  noFile: { code: "not_found", message: "There is no such file, or you may not see it." },
  noInvite: {
    code: "not_found",
    message: "This invitation does not hold any more, or never did.",
  },
  nobodyToWriteTo: {
    code: "not_found",
    message: "There is nobody whom you could write to by this name.",
  },
  tooManyBlocks: { code: "storage_full", message: "You block as many people as one can." },
  nobodyCalledSo: {
    code: "not_found",
    message: "There is nobody whom you could bring in by this name.",
  },
  noMessage: { code: "not_found", message: "There is no such message." },
  badBody: { code: "bad_command", message: "The body has to be one JSON object." },
  tooLarge: { code: "too_large", message: "That is too large." },
  internal: { code: "internal", message: "Something went wrong here. Please try again." },
  stale: {
    code: "overloaded",
    message: "That took too long. Please try again.",
    retryAfterMs: 1_000,
  },
  rateLimited: {
    code: "rate_limited",
    message: "Too many at once from here. Try again in a minute.",
    retryAfterMs: 60_000,
  },
} as const satisfies Record<string, Failure>;
