// Invite links of private rooms [D7] and of the community [M5]: made, listed and revoked by those who may; looked at and used by whoever has one.
// A link to a room carries its address and the token: no table leads from one to the other.

import { Hono, type Context } from "hono";
import type { CommunityInvitation } from "../../protocol/community.ts";
import { newInvite, parseBody, type InviteMade, type InvitesAnswer } from "../../protocol/http.ts";
import { isMinted, roomAddress } from "../../protocol/names.ts";
import { commandId } from "../../protocol/fields.ts";
import { profileOf, type Person } from "../../protocol/people.ts";
import { told, type InviteKept } from "../../lib/invites.ts";
import * as v from "valibot";
import { STATUS } from "../../protocol/codes.ts";
import { answerFailure, FAILURES } from "../answers.ts";
import { personOf, roomOf, workspaceOf, type Env, type Route } from "../env.ts";
import { limitPerAddress } from "../middleware/limit.ts";
import { requireRoomName, roomNameOf } from "../middleware/room-name.ts";
import { requireSession } from "../middleware/session.ts";
import { digest } from "../random.ts";
import { mintToken } from "../secret-key.ts";
import { jsonOf, limitBody } from "./body.ts";

export const roomInvites = new Hono<Route>();
export const communityInvites = new Hono<Route>();
export const invites = new Hono<Route>();

/** The same request gets the same token: only its digest is kept. */
roomInvites.post("/:name/invites", requireRoomName, limitBody, requireSession, async (c) => {
  const asked = parseBody(newInvite, await jsonOf(c));
  if (!asked.ok) return answerFailure(asked.failure);
  const { id: request, forMs, most } = asked.value;
  const name = roomNameOf(c);
  const user = c.get("user");
  const token = await mintToken(c.env, `${name} ${user.person.id} ${request}`);
  const id = (await digest(`id ${token}`)).slice(0, 26);
  const invite = { id, hash: await digest(token), author: user.person.id, forMs, most };
  const made = await roomOf(c.env, name).makeInvite(name, user, invite);
  return made.ok ? c.json({ ...made.value, token }, 201) : answerFailure(made.failure);
});

roomInvites.get("/:name/invites", requireRoomName, requireSession, async (c) => {
  const found = await roomOf(c.env, roomNameOf(c)).invites(roomNameOf(c), c.get("user"));
  if (!found.ok) return answerFailure(found.failure);
  const answer: InvitesAnswer = { invites: found.value };
  return c.json(answer);
});

roomInvites.delete(
  "/:name/invites/:invite{[a-f0-9]{26}}",
  requireRoomName,
  requireSession,
  async (c) => {
    const name = roomNameOf(c);
    const id = c.req.param("invite");
    const revoked = await roomOf(c.env, name).revokeInvite(name, c.get("user"), id);
    return revoked.ok ? c.body(null, 204) : answerFailure(revoked.failure);
  },
);

/** The same request gets the same token; no room has such an address. */
communityInvites.post("/", limitBody, requireSession, async (c) => {
  const asked = parseBody(newInvite, await jsonOf(c));
  if (!asked.ok) return answerFailure(asked.failure);
  const { id: request, forMs, most } = asked.value;
  const { person } = c.get("user");
  const token = await mintToken(c.env, `@community ${person.id} ${request}`);
  const id = (await digest(`id ${token}`)).slice(0, 26);
  const invite = { id, hash: await digest(token), author: person.id, forMs, most };
  const made = await workspaceOf(c.env).makeInvite(invite);
  if (!made.ok) return answerFailure(made.failure);
  const answer: InviteMade = { ...told(made.value, person), token };
  return c.json(answer, 201);
});

communityInvites.get("/", requireSession, async (c) => {
  const found = await workspaceOf(c.env).invites(c.get("user").person.id);
  if (!found.ok) return answerFailure(found.failure);
  const makers = await makersOf(c.env, found.value);
  const answer: InvitesAnswer = {
    invites: found.value.map((invite) => told(invite, makers.get(invite.author))),
  };
  return c.json(answer);
});

communityInvites.delete("/:invite{[a-f0-9]{26}}", requireSession, async (c) => {
  const by = c.get("user").person.id;
  const revoked = await workspaceOf(c.env).revokeInvite(by, c.req.param("invite"));
  if (!revoked.ok) return answerFailure(revoked.failure);
  return revoked.value ? c.body(null, 204) : answerFailure(FAILURES.noInvite);
});

/** What an invite to the community leads to, for whoever has it: nobody is signed in yet [M5]. */
invites.get("/:token", limitPerAddress("JOIN_LIMIT"), async (c) => {
  const found = await workspaceOf(c.env).invitation(await digest(c.req.param("token")));
  const by = found && (await personOf(c.env, found.by).whoIs());
  if (!by) return answerFailure(FAILURES.noInvite);
  const answer: CommunityInvitation = { ...found, by: profileOf(by) };
  return c.json(answer);
});

/** What it leads to, for whoever has it: nobody has to be signed in. */
invites.get("/:room/:token", limitPerAddress("JOIN_LIMIT"), async (c) => {
  const room = addressed(c);
  if (room === undefined) return answerFailure(FAILURES.noInvite);
  const found = await roomOf(c.env, room).invitation(await digest(c.req.param("token")));
  return found.ok ? c.json(found.value) : answerFailure(found.failure);
});

/** Comes in by it; a retry uses nothing up. */
invites.post(
  "/:room/:token",
  limitPerAddress("JOIN_LIMIT"),
  limitBody,
  requireSession,
  async (c) => {
    const asked = parseBody(v.object({ id: commandId }), await jsonOf(c));
    if (!asked.ok) return answerFailure(asked.failure);
    const room = addressed(c);
    if (room === undefined) return answerFailure(FAILURES.noInvite);
    const by = { id: asked.value.id, hash: await digest(c.req.param("token")) };
    const frame = await roomOf(c.env, room).comeBy(room, c.get("user"), by);
    if (frame.type !== "rejected") return c.json({ name: room });
    const { code, message, retryAfterMs } = frame;
    return c.json(
      { code, message, ...(retryAfterMs !== undefined && { retryAfterMs }) },
      STATUS[code],
    );
  },
);

function addressed(c: Context<Route>): string | undefined {
  const room = roomAddress(c.req.param("room") ?? "");
  return room !== undefined && isMinted(room) ? room : undefined;
}

/** Each is asked once. */
async function makersOf(env: Env, kept: readonly InviteKept[]): Promise<Map<string, Person>> {
  const ids = [...new Set(kept.map(({ author }) => author))];
  const makers = await Promise.all(ids.map((id) => personOf(env, id).whoIs()));
  return new Map(makers.flatMap((maker) => (maker ? [[maker.id, maker]] : [])));
}
