// Rooms between people, and blocking somebody [D5] [D6].
// Who the other is follows from their handle or id; the address is made of both ids, and of nothing that may change.

import { Hono } from "hono";
import { directWith, parseBody, type BlocksAnswer } from "../../protocol/http.ts";
import { isPersonId } from "../../protocol/names.ts";
import { answerFailure, FAILURES } from "../answers.ts";
import { directRoom, whoIsCalled } from "../direct-rooms.ts";
import { personOf, type Route } from "../env.ts";
import { limitPerAddress } from "../middleware/limit.ts";
import { requireSession } from "../middleware/session.ts";
import { jsonOf, limitBody } from "./body.ts";

export const direct = new Hono<Route>();

direct.post("/direct", limitPerAddress("JOIN_LIMIT"), limitBody, requireSession, async (c) => {
  const asked = parseBody(directWith, await jsonOf(c));
  if (!asked.ok) return answerFailure(asked.failure);
  const { handle, person: id = "" } = asked.value;
  const { person } = c.get("user");
  const other =
    handle === undefined
      ? await personOf(c.env, id).whoIs()
      : await whoIsCalled(c.env, person, handle);
  const room = await directRoom(c.env, person, other);
  return room.ok ? c.json({ name: room.value }) : answerFailure(room.failure);
});

direct.get("/blocks", requireSession, async (c) => {
  const ids = await personOf(c.env, c.get("user").person.id).blocks();
  const found = await Promise.all(ids.map((id) => personOf(c.env, id).whoIs()));
  const answer: BlocksAnswer = { people: found.filter((one) => one !== undefined) };
  return c.json(answer);
});

for (const [method, holds] of [
  ["PUT", true],
  ["DELETE", false],
] as const)
  direct.on(method, "/blocks/:person", requireSession, async (c) => {
    const { id } = c.get("user").person;
    const whom = c.req.param("person");
    const isSomebody = isPersonId(whom) && whom !== id;
    if (!isSomebody || !(await personOf(c.env, whom).whoIs()))
      return answerFailure(FAILURES.notFound);
    const kept = await personOf(c.env, id).block(whom, holds);
    return kept.ok ? c.body(null, 204) : answerFailure(kept.failure);
  });
