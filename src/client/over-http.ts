// What a room does over HTTP where no socket gets through: it asks for news and history, and posts [H5] [T1] [T2].
// Loaded when an upgrade has failed: before that there is nothing to ask.

import type { Command } from "../protocol/commands.ts";
import type { Accepted, Rejected } from "../protocol/frames.ts";
import { createApi } from "./api.ts";
import type { Connection, Reach } from "./connection.ts";
import { createHttp, type HttpOptions } from "./http.ts";
import { createLogHttp } from "./log-http.ts";
import type { Platform } from "./platform.ts";
import { createPoll, type News } from "./poll.ts";
import { createRoomPoll, type RoomPollOptions } from "./poll-room.ts";
import type { Question, Requests } from "./requests.ts";
import type { Sender } from "./sender.ts";

const ONLY_BY_SOCKET = {
  code: "not_found",
  message: "Who is here is only known on a socket.",
} as const;

export interface OverHttpOptions extends Omit<RoomPollOptions, "api" | "log">, HttpOptions {
  platform: Platform;
  connection: Connection;
  requests: Requests;
  sender: Sender;
}

export interface OverHttp {
  /** Whether the server is there, and this person may be; what is new comes with the answer. */
  reach(): Promise<Reach>;
  /** Asks for news from now on. */
  start(): void;
  /** Something is about to happen: looks now, and often. */
  hurry(): void;
  stop(): void;
  ask(question: Question): Promise<void>;
  /** Undefined where nothing can be said of the command. */
  post(command: Command): Promise<Accepted | Rejected | undefined>;
}

export function createOverHttp(options: OverHttpOptions): OverHttp {
  const { platform, room, connection, follow, named, requests, sender } = options;
  const log = createLogHttp(createHttp(options), room);
  const roomPoll = createRoomPoll({ ...options, api: createApi(options), log });
  const poll = createPoll(platform, askForNews, () => connection.unreachable());

  async function askForNews(): Promise<News> {
    const reach = await roomPoll.ask();
    if (typeof reach === "object") connection.end(reach);
    else sender.pump();
    return roomPoll.news;
  }

  return {
    reach: () => roomPoll.ask(),
    start: () => poll.start(),
    hurry: () => poll.hurry(),
    stop: () => poll.stop(),
    async ask(question) {
      if (question.type !== "history") return requests.refused(question.ref, ONLY_BY_SOCKET);
      const { type, ref, ...where } = question;
      const page = await log.history(where);
      if (!page.ok) return requests.refused(ref, page.failure);
      named(page.value.people);
      if (page.value.epoch === follow.copy?.replica.cursor.epoch)
        requests.answered({ type, ref, ...page.value });
    },
    async post(command) {
      const answer = await log.post(command);
      if (answer && !("type" in answer)) connection.end(answer);
      else if (answer) {
        poll.hurry();
        return answer;
      }
      return undefined;
    },
  };
}
