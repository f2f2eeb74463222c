// The HTTP side of a deployment: one's session and the rooms [T3] [T4].
// A retry passes the `id` of the first try, so that a lost answer costs nothing.

import type { OwnSession } from "../protocol/account.ts";
import type { Failure } from "../protocol/codes.ts";
import type {
  MyRoom,
  NewRoom,
  NewSession,
  NotificationLevel,
  RoomListed,
  RoomsAnswer,
  SessionAnswer,
} from "../protocol/http.ts";
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
  };
}

export function done(answer: Answer | undefined): Result<undefined, Refusal> {
  const result = resultOf(answer);
  return result.ok ? ok(undefined) : result;
}
