// Brings a room over HTTP what its socket would have brought [H5] [T2].
// It also tells a server that is gone from one that only refuses sockets, or this person.

import type { Cursor, Message } from "../protocol/entries.ts";
import type { People } from "../protocol/people.ts";
import { isTemporary, type Failure } from "../protocol/codes.ts";
import type { Api } from "./api.ts";
import type { Connection, Reach } from "./connection.ts";
import { show, type Copy } from "./copy.ts";
import { endingOfFailure } from "./endings.ts";
import { headOf, type Follow } from "./follow.ts";
import type { LogHttp, LogPage } from "./log-http.ts";
import type { News } from "./poll.ts";
import { startAt } from "./replica.ts";
import { isUp, type RoomState } from "./state.ts";
import type { Store } from "./store.ts";
import { NO_STRETCH } from "./stretch.ts";

export interface RoomPollOptions {
  room: string;
  api: Api;
  log: LogHttp;
  store: Store<RoomState>;
  connection: Connection;
  follow: Follow;
  named(people: People): void;
  /** A page of history is on show. */
  shown(messages: readonly Message[]): void;
}

export interface RoomPoll {
  ask(): Promise<Reach>;
  /** What the last question brought. */
  readonly news: News;
}

export function createRoomPoll({
  room,
  api,
  log,
  store,
  connection,
  follow,
  named,
  shown,
}: RoomPollOptions): RoomPoll {
  let news: News = "none";

  async function ask(): Promise<Reach> {
    const cursor = follow.copy?.replica.cursor;
    const failure = cursor ? await askAfter(cursor) : await askNewest();
    news = failure ? "failed" : news;
    if (!failure) return "reachable";
    return endingOfFailure(failure) ?? (isTemporary(failure.code) ? "unreachable" : "reachable");
  }

  async function askAfter(cursor: Cursor): Promise<Failure | undefined> {
    const result = await log.after(cursor);
    if (!result.ok) return result.failure;
    const stranger = await introduce();
    if (stranger) return stranger;
    const page = result.value;
    news = page.type === "unchanged" ? "none" : "some";
    // It says nothing of another cursor, and a socket may be of a later past [H7].
    if (follow.copy?.replica.cursor !== cursor || isUp(connection.state)) return undefined;
    if (page.type === "reset") follow.reset(page);
    else if (page.type === "page") take(page);
    return undefined;
  }

  function take({ people, entries, epoch, more }: LogPage): void {
    named(people);
    follow.polled(entries, epoch);
    news = more ? "more" : entries.length > 0 ? "some" : "none";
  }

  /** Without a cursor the newest page is the start. */
  async function askNewest(): Promise<Failure | undefined> {
    const result = await log.history({});
    if (!result.ok) return result.failure;
    const stranger = await introduce();
    if (stranger) return stranger;
    if (follow.copy) return undefined;
    const { people, ...page } = result.value;
    named(people);
    const empty: Copy = {
      replica: startAt(headOf(page)),
      stretch: NO_STRETCH,
      ...(store.state.you && { viewer: store.state.you.id }),
    };
    const copy = show(empty, page, "newest");
    if (copy && copy !== "stale") {
      follow.replace(copy);
      shown(page.messages);
    }
    news = "some";
    return undefined;
  }

  /** Who one is and what room this is, which otherwise `welcome` tells: before one's own entries come. */
  async function introduce(): Promise<Failure | undefined> {
    if (!store.state.you) {
      const session = await api.session();
      if (!session.ok) return session.failure;
      if (session.value) store.update({ you: session.value.user });
    }
    if (store.state.you) follow.seenBy(store.state.you.id);
    if (!store.state.room) {
      const rooms = await api.rooms();
      const listed = rooms.ok ? rooms.value.find(({ name }) => name === room) : undefined;
      if (listed) store.update({ room: listed });
      else await introducePrivate();
    }
    return undefined;
  }

  /** A room that is in no directory is among one's own. */
  async function introducePrivate(): Promise<void> {
    const mine = await api.myRooms();
    const about = mine.ok && mine.value.find(({ name }) => name === room)?.about;
    if (about) store.update({ room: { name: room, ...about } });
  }

  return {
    ask,
    get news() {
      return news;
    },
  };
}
