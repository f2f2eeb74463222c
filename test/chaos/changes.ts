// What a participant may do to the messages on show: the mix of a busy room, chosen by the seed.
// Everything is chosen from what its own page shows, as a person would.

import type { Message } from "../../src/protocol/entries.ts";
import type { RoomClient } from "../../src/client/room.ts";
import { between, pick, type Random } from "./random.ts";

export interface Sent {
  id: string;
  /** A message; an edit or a deletion; or what may change nothing and then leaves no entry [L8]. */
  kind: "message" | "change" | "toggle";
  /** Of a message and of an edit. */
  body?: string;
}

const EMOJI = ["👍", "🎉", "👩‍👩‍👧", "🇩🇪"];
/** Every so many messages one may carry a thread, so that threads grow long. */
const ROOT_EVERY = 40;

/** Undefined where nothing on show can be changed so. */
export function change(
  client: RoomClient,
  person: string,
  random: Random,
  body: string,
): Sent | undefined {
  const live = client.state.timeline.messages.filter(({ deleted }) => !deleted);
  const own = live.filter(({ by }) => by === person);
  const dice = between(random, 0, 100);
  if (dice < 25)
    return on(own, ({ seq }) => ({ id: client.edit(seq, body), kind: "change", body }));
  if (dice < 35) return on(own, ({ seq }) => ({ id: client.delete(seq), kind: "change" }));
  if (dice < 65)
    return on(live, ({ seq }) => ({
      id: client.react(seq, pick(random, EMOJI), random() < 0.7),
      kind: "toggle",
    }));
  if (dice < 75)
    return on(live, ({ seq }) => ({ id: client.pin(seq, random() < 0.7), kind: "toggle" }));
  const place = dice < 85 ? "replyTo" : "thread";
  const some = place === "thread" ? live.filter(({ seq }) => seq % ROOT_EVERY === 0) : live;
  return on(some, ({ seq }) => ({
    id: client.post(body, { [place]: seq }),
    kind: "message",
    body,
  }));

  function on(messages: readonly Message[], act: (message: Message) => Sent): Sent | undefined {
    return messages.length > 0 ? act(pick(random, messages)) : undefined;
  }
}
