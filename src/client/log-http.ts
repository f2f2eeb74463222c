// A room's log over HTTP: the same entries, pages and commands as on its socket [T1] [T2].
// Nothing here keeps a cursor: that is the caller's.

import type { Failure } from "../protocol/codes.ts";
import type { HistoryQuery, Command } from "../protocol/commands.ts";
import type { Cursor, Entry } from "../protocol/entries.ts";
import type { Accepted, History, Rejected, Reset } from "../protocol/frames.ts";
import type { People } from "../protocol/people.ts";
import { failed, ok, type Result } from "../lib/result.ts";
import { logPath } from "./address.ts";
import { endingOfFailure, type Ending } from "./endings.ts";
import { failureOf, isOk, type Http } from "./http.ts";

export interface LogPage {
  type: "page";
  epoch: string;
  head: number;
  entries: Entry[];
  people: People;
  more: boolean;
}

export type HistoryPage = Omit<History, "type" | "ref"> & {
  epoch: string;
  /** Which entry stands at `head` [L7]. */
  at?: string;
  atTs?: number;
};

/** Everything that was asked for is here already. */
export interface Unchanged {
  type: "unchanged";
}

export interface LogHttp {
  /** Entries after a cursor. */
  after(cursor: Cursor): Promise<Result<LogPage | Reset | Unchanged, Failure>>;
  history(where: Omit<HistoryQuery, "type" | "ref">): Promise<Result<HistoryPage, Failure>>;
  /** Undefined where nothing can be said of the command; an `Ending` where nothing will get in. */
  post(command: Command): Promise<Accepted | Rejected | Ending | undefined>;
}

export function createLogHttp(http: Http, room: string): LogHttp {
  const path = logPath(room);
  /** The last answer's tag, and the cursor it was asked with: it says nothing about another one. */
  let last: { key: string; etag: string } | undefined;

  return {
    async after({ epoch, seq, at, atTs }) {
      const key = query({ epoch: epoch || undefined, after: seq, at, atTs });
      const tag = last?.key === key ? { "If-None-Match": last.etag } : {};
      const answer = await http("GET", path + key, undefined, tag);
      if (answer?.status === 304) return ok({ type: "unchanged" });
      if (answer?.status === 409 && answer.body["type"] === "reset")
        return ok(answer.body as unknown as Reset);
      if (!answer || !isOk(answer)) return failed(failureOf(answer));
      const page = { ...answer.body, type: "page" } as unknown as LogPage;
      last =
        page.entries.length === 0 && answer.etag !== undefined
          ? { key, etag: answer.etag }
          : undefined;
      return ok(page);
    },
    async history(where) {
      // The newest page is the one below everything.
      const asked = Object.keys(where).some((field) => field !== "limit");
      const place = asked ? where : { ...where, before: Number.MAX_SAFE_INTEGER };
      const answer = await http("GET", path + query(place));
      if (!answer || !isOk(answer)) return failed(failureOf(answer));
      return ok(answer.body as unknown as HistoryPage);
    },
    async post(command) {
      const answer = await http("POST", path, command);
      const { type, id } = answer?.body ?? {};
      if (type === "accepted" || (type === "rejected" && id !== undefined))
        return answer?.body as unknown as Accepted | Rejected;
      const failure = failureOf(answer);
      const ending = endingOfFailure(failure);
      if (ending) return ending;
      return type === "rejected" ? { ...failure, type, id: command.id } : undefined;
    },
  };
}

function query(fields: Record<string, string | number | undefined>): string {
  const pairs = Object.entries(fields).filter(([, value]) => value !== undefined);
  return `?${new URLSearchParams(pairs.map(([key, value]) => [key, String(value)])).toString()}`;
}
