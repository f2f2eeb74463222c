// The room between two people: found, or made where it is not there yet [D5].
// Who is refused gets the answer that a handle gets which is nobody's.

import type { Failure } from "../protocol/codes.ts";
import type { Person } from "../protocol/people.ts";
import { failed, ok, type Result } from "../lib/result.ts";
import { FAILURES } from "./answers.ts";
import { handleOf, personOf, roomOf, type Env } from "./env.ts";
import { mintAddress } from "./secret-key.ts";

/** Of `@me` oneself; undefined where nobody is called so. */
export async function whoIsCalled(
  env: Env,
  asking: Person,
  handle: string,
): Promise<Person | undefined> {
  const id = handle === "me" ? asking.id : await handleOf(env, handle).whose();
  return id === undefined ? undefined : await personOf(env, id).whoIs();
}

export function directAddress(env: Env, one: string, other: string): Promise<string> {
  return mintAddress(env, `direct ${[one, other].toSorted().join(" ")}`);
}

/** Its address, once it is there. Error: `not_found`. */
export async function directRoom(
  env: Env,
  person: Person,
  other: Person | undefined,
): Promise<Result<string, Failure>> {
  if (!other) return failed(FAILURES.nobodyToWriteTo);
  const name = await directAddress(env, person.id, other.id);
  const room = roomOf(env, name);
  if (await room.isThere()) return ok(name);
  if (await refuses(env, other, person)) return failed(FAILURES.nobodyToWriteTo);
  await room.createDirect(name, person, other);
  // Blocked in between: whichever of the two comes last, the room hears of it.
  const block = await personOf(env, other.id).blockOf(person.id);
  if (block) await room.refuse(other.id, block.holds, block.turn);
  return ok(name);
}

/** Whether `who` wants to hear nothing of `of`. */
export async function refuses(env: Env, who: Person, of: Person): Promise<boolean> {
  return (await personOf(env, who.id).blockOf(of.id))?.holds ?? false;
}
