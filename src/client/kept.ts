// What one keeps, looks up and says of oneself, over HTTP [T7] [T8] [T9].
// Not part of `createApi`: a page needs it only once somebody opens their lists.

import type {
  BookmarksAnswer,
  InboxAnswer,
  MessageList,
  NewStatus,
  ThreadList,
} from "../protocol/http.ts";
import type { Person } from "../protocol/people.ts";
import { ok, type Result } from "../lib/result.ts";
import { done, type Refusal } from "./api.ts";
import { createHttp, resultOf, type HttpOptions } from "./http.ts";

export interface KeptApi {
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

export function createKeptApi(options: HttpOptions): KeptApi {
  const http = createHttp(options);
  return {
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

function below(n: number | undefined): string {
  return n === undefined ? "" : `?before=${n}`;
}
