// Performs what a rule asked for, after its commit.
// `remember` reaches the attachment before anything that follows is sent [P5].

import { encode } from "../../protocol/codec.ts";
import { utf8Length } from "../../lib/text.ts";
import type { DownFrame, Entries } from "../../protocol/frames.ts";
import type { People } from "../../protocol/people.ts";
import type { Effect, Memory } from "../../room/context.ts";
import type { Duties } from "./duties.ts";
import type { Rates } from "./rates.ts";
import type { Live, Sockets } from "./sockets.ts";

export type Seat = Live<Memory>;

/** Who acts: through a socket, or by one HTTP request that takes the one answer. */
export interface Actor {
  person: string;
  seat?: Seat;
  answer?: DownFrame;
}

export interface Means {
  sockets: Sockets<Memory>;
  rates: Rates;
  duties: Duties;
  now: number;
}

export function perform(means: Means, actor: Actor, effects: readonly Effect[]): void {
  const { sockets, now } = means;
  for (const effect of effects)
    switch (effect.do) {
      case "reply":
        if (actor.seat) deliver(means, actor.seat, effect.frame);
        else actor.answer = effect.frame;
        break;
      case "publish":
        publish(means, effect.entries, effect.people);
        means.duties.published(now);
        break;
      case "signal":
        for (const seat of others(sockets, (id) => id !== actor.person))
          deliver(means, seat, effect.frame);
        break;
      case "echo":
        for (const seat of others(sockets, (id) => id === actor.person))
          if (seat !== actor.seat) deliver(means, seat, effect.frame);
        break;
      case "remember":
        if (actor.seat) sockets.remember(actor.seat, effect.memory);
        break;
      case "mark":
        keepMark(means, actor, effect.seq);
        break;
      case "announce":
        means.duties.announceSoon();
        break;
      case "charge":
        means.rates.charge(actor.person, effect.bucket, effect.tokens, now);
        break;
    }
}

/** In memory for the next batch, and in the attachment in case memory is lost before [H6]. */
function keepMark({ sockets, duties, now }: Means, { person, seat }: Actor, seq: number): void {
  const due = duties.mark(person, seq, seat !== undefined, now);
  if (seat) sockets.remember(seat, { read: { seq: Math.max(seat.kept.read?.seq ?? 0, seq), due } });
}

function* others(sockets: Sockets<Memory>, wanted: (person: string) => boolean): Generator<Seat> {
  for (const seat of sockets.all.values()) if (wanted(seat.kept.person.id)) yield seat;
}

/** Sends a frame, less the people this socket knows, and remembers whom it knows now. */
function deliver({ sockets, now }: Means, seat: Seat, frame: DownFrame): void {
  sockets.send(seat, encode(frame), now);
  if ("people" in frame && frame.people && !Array.isArray(frame.people))
    for (const id of Object.keys(frame.people)) seat.told.add(id);
}

/** One text for those who know the authors, one for those who do not. */
function publish({ sockets, now }: Means, entries: Entries["entries"], people: People): void {
  const frame: Entries = { type: "entries", entries };
  const plain = encode(frame);
  const plainBytes = utf8Length(plain);
  const ids = Object.keys(people);
  let introducing: string | undefined;
  for (const seat of sockets.all.values()) {
    if (!seat.kept.live) continue;
    if (ids.every((id) => seat.told.has(id))) {
      sockets.send(seat, plain, now, plainBytes);
      continue;
    }
    introducing ??= encode({ ...frame, people });
    sockets.send(seat, introducing, now);
    for (const id of ids) seat.told.add(id);
  }
}
