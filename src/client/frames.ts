// Each frame of the room's socket goes to the part that it concerns.
// A type that is not known here is ignored: it is of a later version [F1].

import type { DownFrame, Presence, Welcome } from "../protocol/frames.ts";
import type { UpFrame } from "../protocol/commands.ts";
import type { Cursor } from "../protocol/entries.ts";
import { SHARED_LIMITS } from "../protocol/shared-limits.ts";
import { profileOf, type People } from "../protocol/people.ts";
import type { Connection } from "./connection.ts";
import type { Follow } from "./follow.ts";
import * as presence from "./presence.ts";
import type { Reader } from "./reader.ts";
import type { Requests } from "./requests.ts";
import type { Sender } from "./sender.ts";
import * as standing from "./standing.ts";
import { isUp, type RoomState } from "./state.ts";
import type { Store } from "./store.ts";
import type { Typing } from "./typing.ts";

export interface FrameParts {
  store: Store<RoomState>;
  connection: Connection;
  follow: Follow;
  reader: Reader;
  requests: Requests;
  sender: Sender;
  typing: Typing;
  /** The cursor that went with the upgrade. */
  asked(): Cursor | undefined;
  named(people: People | undefined): void;
  send(frame: UpFrame): void;
  /** The list of those present is not whole. */
  refreshOnline(): void;
}

export function createFrames(parts: FrameParts): (frame: DownFrame) => void {
  const { store, connection, follow, reader, requests, sender, typing, named } = parts;

  function onWelcome(frame: Welcome): void {
    if (parts.asked() !== follow.copy?.replica.cursor) {
      // Polls have moved the copy: a socket of where it stands now is taken, without polls meanwhile [H7].
      connection.unreachable();
      return connection.reconnect();
    }
    const { room, you, people, limits } = frame;
    const isSame = store.state.you === undefined || store.state.you.id === you.id;
    connection.welcomed(limits.reconnectSpreadMs);
    named({ ...people, [you.id]: profileOf(you) });
    store.update({
      room,
      you,
      ...standing.welcomed(frame),
      bodyLength: limits.bodyLength,
      files: limits.files,
      ...presence.welcomed(frame),
    });
    sender.keepOnly(you.id);
    reader.welcomed(frame, isSame && (frame.resumed || parts.asked() === undefined));
    follow.welcomed(frame);
  }

  function types(by: string): void {
    if (by !== store.state.you?.id) typing.heard(by);
  }

  function onPresence(frame: Presence): void {
    named(frame.people);
    if (frame.reads) reader.seen(frame.reads);
    const online = presence.changed(store.state, frame);
    store.update(online);
    for (const id of frame.typing ?? []) types(id);
    for (const id of frame.left) typing.stopped(id);
    if (presence.isStale(online, SHARED_LIMITS.presenceNames)) parts.refreshOnline();
  }

  return (frame) => {
    // Before `welcome` one knows neither who one is nor whether the cursor is good [C3].
    if (frame.type !== "welcome" && !isUp(connection.state)) return;
    switch (frame.type) {
      case "welcome":
        return onWelcome(frame);
      case "entries":
        named(frame.people);
        return follow.entries(frame);
      case "history":
        named(frame.people);
        return requests.answered(frame);
      case "who":
        return requests.answered(frame);
      case "accepted":
        return sender.answered(frame);
      case "rejected":
        if (frame.ref !== undefined) return requests.refused(frame.ref, frame);
        if (frame.id !== undefined) return sender.answered(frame);
        return frame.retryAfterMs === undefined ? undefined : follow.putOff(frame.retryAfterMs);
      case "reset":
        return follow.reset(frame);
      case "presence":
        return onPresence(frame);
      case "typing":
        named(frame.people);
        return types(frame.by);
      case "standing":
        return store.update({ role: frame.role });
      case "read":
        return reader.told(frame);
      case "probe":
        return parts.send({ type: "received" });
    }
  };
}
