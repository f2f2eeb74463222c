// Order in a room: who is what in it, and what a moderator orders [O1] [O6].
// An order goes over HTTP and is answered at once; none waits in the outbox, to be given later by surprise.

import type { Failure } from "../protocol/codes.ts";
import type { Leave, Order } from "../protocol/commands.ts";
import type { AuditAnswer, MemberAnswer, MembersAnswer, RemovedAnswer } from "../protocol/http.ts";
import type { Result } from "../lib/result.ts";
import { roomsPath } from "./address.ts";
import { createHttp, failureOf, isOk, resultOf, UNREACHED, type HttpOptions } from "./http.ts";
import { createLogHttp } from "./log-http.ts";
import { newId } from "./new-id.ts";
import { defaultPlatform } from "./platform.ts";

type Bare<C> = C extends unknown ? Omit<C, "id" | "epoch" | "after"> : never;
export type NewOrder = Bare<Order | Leave>;

export interface InRoom extends HttpOptions {
  room: string;
}

/** What somebody is in this room. */
export async function askMember(
  person: string,
  { room, ...options }: InRoom,
): Promise<Result<MemberAnswer, Failure>> {
  return resultOf(await createHttp(options)("GET", `${roomsPath(room)}/members/${person}`));
}

/** Who is out of it, for moderators. */
export async function askRemoved({
  room,
  ...options
}: InRoom): Promise<Result<RemovedAnswer, Failure>> {
  return resultOf(await createHttp(options)("GET", `${roomsPath(room)}/removed`));
}

/** Who did what, for moderators: a page below this `seq`, the newest first. */
export async function askAudit(
  before: number | undefined,
  { room, ...options }: InRoom,
): Promise<Result<AuditAnswer, Failure>> {
  const query = before === undefined ? "" : `?before=${before}`;
  return resultOf(await createHttp(options)("GET", `${roomsPath(room)}/audit${query}`));
}

/** The members of a room, fifty by handle; `after`: the person behind whom to go on [D3]. */
export async function askMembers(
  after: string | undefined,
  { room, ...options }: InRoom,
): Promise<Result<MembersAnswer, Failure>> {
  const query = after === undefined ? "" : `?after=${after}`;
  return resultOf(await createHttp(options)("GET", `${roomsPath(room)}/members${query}`));
}

/** Brings somebody into a private room; `id` makes a retry harmless [D2]. Undefined where they are in it now. */
export async function addMember(
  who: { handle: string } | { person: string },
  id: string,
  { room, ...options }: InRoom,
): Promise<Failure | undefined> {
  const answer = await createHttp(options)("POST", `${roomsPath(room)}/members`, { ...who, id });
  return answer && isOk(answer) ? undefined : failureOf(answer);
}

/** An answer that got lost is asked for again, by the same id [P3]. */
const TRIES = 2;

/** Why it was refused; undefined where it holds from now on. `after`: the head that one knows. */
export async function giveOrder(
  order: NewOrder,
  after: number,
  { room, ...options }: InRoom,
): Promise<Failure | undefined> {
  const log = createLogHttp(createHttp(options), room);
  const command: Order | Leave = {
    ...order,
    id: newId(options.platform ?? defaultPlatform()),
    after,
  };
  for (let i = 0; i < TRIES; i++) {
    // The second try is about the first one.
    // oxlint-disable-next-line no-await-in-loop
    const answer = await log.post(command);
    if (!answer) continue;
    if (!("type" in answer)) return { code: "not_found", message: answer.message };
    if (answer.type === "accepted") return undefined;
    const { code, message, retryAfterMs } = answer;
    return { code, message, ...(retryAfterMs !== undefined && { retryAfterMs }) };
  }
  return UNREACHED;
}

/** The end of the room, with everything in it. Error: `forbidden`. */
export async function endRoom({ room, ...options }: InRoom): Promise<Result<unknown, Failure>> {
  return resultOf(await createHttp(options)("DELETE", roomsPath(room)));
}
