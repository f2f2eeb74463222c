// The export of one's own data: one JSON document, written as it is read [T15].
// A download that broke off is no JSON, so nobody takes a part for the whole.

import { Hono } from "hono";
import type { ExportAnswer, OwnMessage } from "../../protocol/account.ts";
import { personOf, roomOf, type Env, type Route } from "../env.ts";
import { limitPerAddress } from "../middleware/limit.ts";
import { requireSession } from "../middleware/session.ts";

export const exported = new Hono<Route>();

exported.get("/export", limitPerAddress("JOIN_LIMIT"), requireSession, async (c) => {
  const { person } = c.get("user");
  const own = await personOf(c.env, person.id).exportOwn();
  const parts = documentOf(own, messagesOf(c.env, person.id, own.rooms));
  const body = new ReadableStream<Uint8Array>({
    async pull(controller) {
      const { done, value } = await parts.next();
      if (done) controller.close();
      else controller.enqueue(new TextEncoder().encode(value));
    },
    async cancel() {
      await parts.return();
    },
  });
  return c.body(body, 200, {
    "Content-Type": "application/json; charset=utf-8",
    "Content-Disposition": `attachment; filename="edgewise-${person.handle}.json"`,
  });
});

async function* documentOf(
  own: Omit<ExportAnswer, "messages">,
  messages: AsyncIterable<object>,
): AsyncGenerator<string, void> {
  yield `${JSON.stringify(own).slice(0, -1)},"messages":[`;
  let comma = "";
  for await (const message of messages) {
    yield `${comma}\n${JSON.stringify(message)}`;
    comma = ",";
  }
  yield "]}\n";
}

async function* messagesOf(
  env: Env,
  person: string,
  rooms: readonly { room: string }[],
): AsyncGenerator<OwnMessage & { room: string }> {
  for (const { room } of rooms) {
    let after: number | undefined = 0;
    while (after !== undefined) {
      const page: { messages: OwnMessage[]; next?: number } = await roomOf(env, room).ownMessages(
        person,
        after,
      );
      for (const message of page.messages) yield { room, ...message };
      after = page.next;
    }
  }
}
