// What a room does over HTTP where no socket gets through: it asks for news and history, and posts [H5] [T1] [T2].
// Loaded when an upgrade has failed: before that there is nothing to ask.

import type { Command, HistoryQuery } from "../protocol/commands.ts";
import type { Accepted, Rejected } from "../protocol/frames.ts";
import { createApi } from "./api.ts";
import type { Reach } from "./connection.ts";
import { createHttp, type HttpOptions } from "./http.ts";
import { createLogHttp, type HistoryPage } from "./log-http.ts";
import type { Platform } from "./platform.ts";
import { createPoll, type News } from "./poll.ts";
import { createRoomPoll, type RoomPollOptions } from "./poll-room.ts";
import type { Replica } from "./replica.ts";
import type { Question, Requests } from "./requests.ts";
import type { Sender } from "./sender.ts";

const ONLY_BY_SOCKET = {
  code: "not_found",
  message: "Who is here is only known on a socket.",
} as const;

export interface OverHttpOptions extends Omit<RoomPollOptions, "api" | "log">, HttpOptions {
  platform: Platform;
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
  /** Pages that are not known to be of the copy's log: the next news shows it, or they are asked for anew. */
  let doubted: { question: HistoryQuery; page: HistoryPage }[] = [];
  const log = createLogHttp(createHttp(options), room);
  const roomPoll = createRoomPoll({ ...options, api: createApi(options), log });
  const poll = createPoll(platform, askForNews, () => connection.unreachable());

  async function askForNews(): Promise<News> {
    const before = doubted;
    doubted = [];
    const reach = await roomPoll.ask();
    if (typeof reach === "object") connection.end(reach);
    else sender.pump();
    const { news } = roomPoll;
    for (const one of before)
      if (news === "more" || news === "failed") doubted.push(one);
      else if (!join(one.question, one.page)) void askPage(one.question);
    return news;
  }

  async function askPage(question: HistoryQuery): Promise<void> {
    const { type: _, ref, ...where } = question;
    const page = await log.history(where);
    if (!page.ok) return requests.refused(ref, page.failure);
    named(page.value.people);
    // A socket is asked anew.
    if (connection.state.name !== "polling" || join(question, page.value)) return;
    doubted.push({ question, page: page.value });
    poll.hurry();
  }

  /** Whether the page is of the log that the copy follows. */
  function join({ type, ref }: HistoryQuery, page: HistoryPage): boolean {
    const isOurs = follow.copy !== undefined && isOf(page, follow.copy.replica);
    if (isOurs) requests.answered({ type, ref, ...page });
    return isOurs;
  }

  return {
    reach: () => roomPoll.ask(),
    start: () => poll.start(),
    hurry: () => poll.hurry(),
    stop() {
      poll.stop();
      doubted = [];
    },
    async ask(question) {
      if (question.type === "history") await askPage(question);
      else requests.refused(question.ref, ONLY_BY_SOCKET);
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

/** The same entry stands at the page's head in both: one of another past would not join [H7]. */
function isOf({ epoch, head, at, atTs }: HistoryPage, { cursor, tail }: Replica): boolean {
  if (epoch !== cursor.epoch) return false;
  if (head === cursor.seq)
    return cursor.at === undefined || (cursor.at === at && cursor.atTs === atTs);
  return tail.some(({ seq, id, ts }) => seq === head && id === at && ts === atTs);
}
