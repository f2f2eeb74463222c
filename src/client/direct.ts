// Rooms between people, and blocking, over HTTP [D5] [D6].
// Not part of `createApi`: a page needs it only once somebody writes to one person.

import type { Failure } from "../protocol/codes.ts";
import type { BlocksAnswer } from "../protocol/http.ts";
import type { Person } from "../protocol/people.ts";
import { failed, ok, type Result } from "../lib/result.ts";
import { createHttp, resultOf, type HttpOptions } from "./http.ts";

/** The address of the room between oneself and this person; of `me`, of one's notes. */
export async function findDirect(
  who: { handle: string } | { person: string },
  options: HttpOptions,
): Promise<Result<string, Failure>> {
  const found = resultOf<{ name: string }>(
    await createHttp(options)("POST", "/api/me/direct", who),
  );
  return found.ok ? ok(found.value.name) : found;
}

/** A private room that goes by its people [D8]; its address. `handle`: of whom one cannot bring in. */
export async function createGroup(
  members: readonly string[],
  id: string,
  options: HttpOptions,
): Promise<Result<string, Failure & { handle?: string }>> {
  const answer = await createHttp(options)("POST", "/api/rooms", { private: true, members, id });
  const made = resultOf<{ name: string }>(answer);
  if (made.ok) return ok(made.value.name);
  const handle = answer?.body["handle"];
  return failed({ ...made.failure, ...(typeof handle === "string" && { handle }) });
}

/** Whom one blocks, the last one first. */
export async function askBlocks(options: HttpOptions): Promise<Result<Person[], Failure>> {
  const found = resultOf<BlocksAnswer>(await createHttp(options)("GET", "/api/me/blocks"));
  return found.ok ? ok(found.value.people) : found;
}

export async function setBlock(
  person: string,
  on: boolean,
  options: HttpOptions,
): Promise<Result<unknown, Failure>> {
  return resultOf(await createHttp(options)(on ? "PUT" : "DELETE", `/api/me/blocks/${person}`));
}
