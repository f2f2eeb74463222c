// The closed lists of error codes and close codes.
// Every code says what a client does next: a temporary one is tried again, a permanent one is not [P5].

export const PERMANENT = [
  "bad_command",
  "bad_name",
  "too_large",
  "unauthorized",
  "forbidden",
  "not_found",
  "name_taken",
  "room_exists",
  "id_conflict",
  "read_only",
  "storage_full",
] as const;

export const TEMPORARY = ["rate_limited", "overloaded", "internal", "out_of_order"] as const;

export type PermanentCode = (typeof PERMANENT)[number];
export type TemporaryCode = (typeof TEMPORARY)[number];
export type Code = PermanentCode | TemporaryCode;

/** Whether a command refused with `code` may get in later, unchanged [P5]. */
export function isTemporary(code: Code): code is TemporaryCode {
  return (TEMPORARY as readonly string[]).includes(code);
}

/** An expected failure: a closed code, a sentence for people, and when to try again (ms). */
export interface Failure {
  code: Code;
  message: string;
  retryAfterMs?: number;
  /** When what stands in the way ends by itself, in ms since 1970. */
  until?: number;
}

/** The HTTP status that carries a code [T1] [T5]. */
export const STATUS: Record<Code, 400 | 401 | 403 | 404 | 409 | 413 | 429 | 500 | 503 | 507> = {
  bad_command: 400,
  bad_name: 400,
  too_large: 413,
  unauthorized: 401,
  forbidden: 403,
  not_found: 404,
  name_taken: 409,
  room_exists: 409,
  id_conflict: 409,
  read_only: 403,
  storage_full: 507,
  rate_limited: 429,
  overloaded: 503,
  internal: 500,
  out_of_order: 409,
};

/** 4000 to 4499: reconnect with back-off; 4500 to 4999: do not by yourself. */
export const CLOSE = {
  tooSlow: 4008,
  idle: 4009,
  restart: 4012,
  sessionRevoked: 4501,
  version: 4502,
  tooManySockets: 4503,
  removed: 4504,
  replaced: 4505,
  badFrame: 4506,
} as const;

/** Whether a client reconnects by itself after a close with this code. */
export function mayReconnect(closeCode: number): boolean {
  return closeCode < 4500 || closeCode > 4999;
}
