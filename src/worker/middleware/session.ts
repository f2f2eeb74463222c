// Who asks: the session cookie or a bearer token, verified by the person it names [C2].
// A cookie counts only together with an origin that may use it.

import type { Context, MiddlewareHandler } from "hono";
import { deleteCookie, getCookie, setCookie } from "hono/cookie";
import { directHandle, isPersonId, roomAddress } from "../../protocol/names.ts";
import { SESSION_MS, type NewSession } from "../../person/sessions.ts";
import { answerFailure, FAILURES } from "../answers.ts";
import { deviceOf } from "../device.ts";
import { directRoom, whoIsCalled } from "../direct-rooms.ts";
import { personOf, type Route } from "../env.ts";
import { digest, newId, newSecret } from "../random.ts";
import { mayUseCookie } from "./origin.ts";

const TOKEN = /^([a-z2-7]{26})\.([a-z2-7]{52})$/;

/** `__Host-` demands https, which a laptop does not have. */
export function cookieName(url: string): string {
  return new URL(url).protocol === "https:" ? "__Host-session" : "session";
}

/** Sets `user`, or answers `unauthorized` or `forbidden`. */
export const requireSession: MiddlewareHandler<Route> = async (c, next) => {
  const bearer = bearerOf(c);
  const cookie = getCookie(c, cookieName(c.req.url));
  const isAsking = c.req.method === "GET" || c.req.method === "HEAD";
  const changes = !isAsking || c.req.header("upgrade") !== undefined;
  if (bearer === undefined && cookie !== undefined && changes && !mayUseCookie(c))
    return answerFailure(FAILURES.forbidden);
  const user = await verify(c, bearer ?? cookie);
  if (!user) return answerFailure(FAILURES.unauthorized);
  const { person, session, community, known } = user;
  c.set("user", { person, session, community, at: Date.now(), request: c.get("requestId") });
  c.set("knownRoom", known);
  const handle = directHandle(c.req.param("name") ?? "");
  if (handle !== undefined) {
    const room = await directRoom(c.env, person, await whoIsCalled(c.env, person, handle));
    if (!room.ok) return answerFailure(room.failure);
    c.set("directRoom", room.value);
  }
  return next();
};

/** A session that nobody had before, for this person: its token, and what the person keeps of it. */
export async function mintSession(
  c: Context<Route>,
  person: string,
): Promise<{ token: string; opened: NewSession }> {
  const token = `${person}.${newSecret()}`;
  const device = deviceOf(c.req.header("user-agent"));
  const address = c.get("address");
  const opened = { id: newId(), hash: await digest(token), device, ...(address && { address }) };
  return { token, opened };
}

export function giveCookie(c: Context<Route>, token: string): void {
  setCookie(c, cookieName(c.req.url), token, {
    httpOnly: true,
    sameSite: "Lax",
    path: "/",
    secure: isSecure(c),
    maxAge: SESSION_MS / 1_000,
  });
}

export function takeCookie(c: Context<Route>): void {
  deleteCookie(c, cookieName(c.req.url), { path: "/", secure: isSecure(c) });
}

function isSecure(c: Context<Route>): boolean {
  return new URL(c.req.url).protocol === "https:";
}

export function hasCredential(c: Context<Route>): boolean {
  return bearerOf(c) !== undefined || getCookie(c, cookieName(c.req.url)) !== undefined;
}

/** The person and session behind a token; undefined for whatever is not one. */
async function verify(c: Context<Route>, token: string | undefined) {
  const personId = TOKEN.exec(token ?? "")?.[1];
  if (token === undefined || personId === undefined || !isPersonId(personId)) return undefined;
  const room = c.req.param("name");
  const name = room === undefined ? undefined : roomAddress(room);
  return personOf(c.env, personId).verify(await digest(token), name);
}

function bearerOf(c: Context<Route>): string | undefined {
  return /^Bearer (\S+)$/i.exec(c.req.header("authorization") ?? "")?.[1];
}
