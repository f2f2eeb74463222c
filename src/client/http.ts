// One HTTP request and what came of it, as a value [T5].
// Nothing here throws: a server that cannot be reached is `overloaded`, to be tried again.

import { PERMANENT, STATUS, TEMPORARY, type Code, type Failure } from "../protocol/codes.ts";
import { parseObject } from "../protocol/codec.ts";
import { failed, ok, type Result } from "../lib/result.ts";
import { bearer } from "./address.ts";
import { defaultPlatform, type Platform } from "./platform.ts";

const TIMEOUT_MS = 15_000;

export interface HttpOptions {
  /** `https://chat.example`, without a path. */
  origin: string;
  /** For what is not a browser; a browser has the cookie. */
  token?: string | undefined;
  platform?: Platform | undefined;
}

export interface Answer {
  status: number;
  body: Record<string, unknown>;
  etag: string | undefined;
}

export type Http = (
  method: "GET" | "POST" | "PUT" | "DELETE",
  path: string,
  body?: unknown,
  headers?: Record<string, string>,
) => Promise<Answer | undefined>;

export const UNREACHED: Failure = {
  code: "overloaded",
  message: "The server cannot be reached. Check the connection and try again.",
};

/** Undefined where there was no answer in 15 s. */
export function createHttp({ origin, token, platform = defaultPlatform() }: HttpOptions): Http {
  return async (method, path, body, headers = {}) => {
    const abort = new AbortController();
    const timer = platform.setTimeout(() => abort.abort(), TIMEOUT_MS);
    try {
      const response = await platform.fetch(new URL(path, origin).href, {
        method,
        credentials: "same-origin",
        headers: {
          ...headers,
          ...(body !== undefined && { "Content-Type": "application/json" }),
          ...bearer(token),
        },
        ...(body !== undefined && { body: JSON.stringify(body) }),
        signal: abort.signal,
      });
      return {
        status: response.status,
        body: parseObject(await response.text()) ?? {},
        etag: response.headers.get("ETag") ?? undefined,
      };
    } catch {
      return undefined;
    } finally {
      platform.clearTimeout(timer);
    }
  };
}

export function isOk({ status }: Answer): boolean {
  return status >= 200 && status < 300;
}

/** The failure in an answer; its code from the body, or from the status where something in between answered. */
export function failureOf(answer: Answer | undefined): Failure & { suggestion?: string } {
  if (!answer) return UNREACHED;
  const { code, message, retryAfterMs, suggestion } = answer.body;
  return {
    code: isCode(code) ? code : codeOf(answer.status),
    message:
      typeof message === "string"
        ? message
        : "The server did not answer as expected. Please try again.",
    ...(typeof retryAfterMs === "number" && { retryAfterMs }),
    ...(typeof suggestion === "string" && { suggestion }),
  };
}

export function resultOf<T>(
  answer: Answer | undefined,
): Result<T, Failure & { suggestion?: string }> {
  return answer && isOk(answer) ? ok(answer.body as T) : failed(failureOf(answer));
}

function isCode(code: unknown): code is Code {
  return ([...PERMANENT, ...TEMPORARY] as unknown[]).includes(code);
}

function codeOf(status: number): Code {
  const known: Code[] = ["unauthorized", "forbidden", "not_found", "too_large", "rate_limited"];
  return known.find((code) => STATUS[code] === status) ?? "overloaded";
}
