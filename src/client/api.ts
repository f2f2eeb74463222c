// The HTTP side of a deployment: one's session and the rooms [T3] [T4].
// A retry passes the `id` of the first try, so that a lost answer costs nothing.

import type { OwnSession } from "../protocol/account.ts";
import type { Failure } from "../protocol/codes.ts";
import type {
  BookmarksAnswer,
  InboxAnswer,
  MessageList,
  MyRoom,
  NewRoom,
  NewSession,
  NewStatus,
  NotificationLevel,
  RoomListed,
  RoomsAnswer,
  SessionAnswer,
  ThreadList,
} from "../protocol/http.ts";
import type { Person } from "../protocol/people.ts";
import { ok, type Result } from "../lib/result.ts";
import { createHttp, resultOf, type Answer, type HttpOptions } from "./http.ts";

export type Refusal = Failure & { suggestion?: string };

export interface Api {
  /** Undefined where nobody is signed in. */
  session(): Promise<Result<OwnSession | undefined, Refusal>>;
  claim(session: NewSession): Promise<Result<SessionAnswer, Refusal>>;
  signOut(): Promise<Result<undefined, Refusal>>;
  rooms(): Promise<Result<RoomListed[], Refusal>>;
  createRoom(room: NewRoom): Promise<Result<RoomListed, Refusal>>;
  /** The rooms one has been in, with what is unread and what may notify [T6]. */
  myRooms(): Promise<Result<MyRoom[], Refusal>>;
  setLevel(room: string, level: NotificationLevel): Promise<Result<undefined, Refusal>>;
  /** The messages that concern one, the newest first; `before`: below this notice [T7]. */
  inbox(before?: number): Promise<Result<InboxAnswer, Refusal>>;
  readInbox(which: "all" | readonly number[]): Promise<Result<undefined, Refusal>>;
  /** One's own bookmarks, the newest first [T9]. */
  bookmarks(before?: number): Promise<Result<BookmarksAnswer, Refusal>>;
  setBookmark(room: string, seq: number, on: boolean): Promise<Result<undefined, Refusal>>;
  /** Without emoji and text there is no status [T9]. */
  setStatus(status: NewStatus): Promise<Result<undefined, Refusal>>;
  /** The newest pin first [T8]. */
  pins(room: string): Promise<Result<MessageList, Refusal>>;
  /** The threads one takes part in, the liveliest first [T8]. */
  threads(room: string): Promise<Result<ThreadList, Refusal>>;
  /** Members whose handle or name begins so, at most 20 [T8]. */
  findPeople(room: string, letters: string): Promise<Result<Person[], Refusal>>;
}

export function createApi(options: HttpOptions): Api {
  const http = createHttp(options);
  return {
    async session() {
      const answer = await http("GET", "/api/session");
      if (answer?.status === 401 || answer?.status === 204) return ok(undefined);
      const result = resultOf<Partial<OwnSession>>(answer);
      if (!result.ok) return result;
      const { user, account = false, role = "guest", files } = result.value;
      return ok(user && { user, account, role, ...(files && { files }) });
    },
    async claim(session) {
      return resultOf(await http("POST", "/api/session", session));
    },
    async signOut() {
      const result = resultOf(await http("DELETE", "/api/session"));
      return result.ok ? ok(undefined) : result;
    },
    async rooms() {
      const result = resultOf<RoomsAnswer>(await http("GET", "/api/rooms"));
      return result.ok ? ok(result.value.rooms) : result;
    },
    async createRoom(room) {
      return resultOf(await http("POST", "/api/rooms", room));
    },
    async myRooms() {
      const result = resultOf<{ rooms: MyRoom[] }>(await http("GET", "/api/me/rooms"));
      return result.ok ? ok(result.value.rooms) : result;
    },
    async setLevel(room, level) {
      const path = `/api/me/rooms/${encodeURIComponent(room)}`;
      return done(await http("PUT", path, { level }));
    },
    async inbox(before) {
      return resultOf(await http("GET", `/api/me/inbox${below(before)}`));
    },
    async readInbox(read) {
      return done(await http("PUT", "/api/me/inbox", { read }));
    },
    async bookmarks(before) {
      return resultOf(await http("GET", `/api/me/bookmarks${below(before)}`));
    },
    async setBookmark(room, seq, on) {
      const path = `/api/me/bookmarks/${encodeURIComponent(room)}/${seq}`;
      return done(await http(on ? "PUT" : "DELETE", path));
    },
    async setStatus(status) {
      return done(await http("PUT", "/api/me/status", status));
    },
    async pins(room) {
      return resultOf(await http("GET", `/api/rooms/${encodeURIComponent(room)}/pins`));
    },
    async threads(room) {
      return resultOf(await http("GET", `/api/rooms/${encodeURIComponent(room)}/threads`));
    },
    async findPeople(room, letters) {
      const path = `/api/rooms/${encodeURIComponent(room)}/people?find=${encodeURIComponent(letters)}`;
      const result = resultOf<{ people: Person[] }>(await http("GET", path));
      return result.ok ? ok(result.value.people) : result;
    },
  };
}

function done(answer: Answer | undefined): Result<undefined, Refusal> {
  const result = resultOf(answer);
  return result.ok ? ok(undefined) : result;
}

function below(n: number | undefined): string {
  return n === undefined ? "" : `?before=${n}`;
}
