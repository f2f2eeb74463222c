// Previews of links, asked of one's own server [T10].
// Errors: the codes of any request; `rate_limited` says when to come again.

import type { Failure } from "../protocol/codes.ts";
import type { Preview, PreviewAnswer } from "../protocol/previews.ts";
import { ok, type Result } from "../lib/result.ts";
import { createHttp, resultOf, type HttpOptions } from "./http.ts";

export type AskPreview = (href: string) => Promise<Result<Preview | undefined, Failure>>;

/** Undefined is an answer: there is nothing to show. */
export function createPreviews(options: HttpOptions): AskPreview {
  const http = createHttp(options);
  return async (href) => {
    const path = `/api/previews?url=${encodeURIComponent(href)}`;
    const result = resultOf<PreviewAnswer>(await http("GET", path));
    return result.ok ? ok(result.value.preview) : result;
  };
}

/** The server's own address for a picture of somebody else. */
export function imagePath(image: string): string {
  return `/api/previews/image?url=${encodeURIComponent(image)}`;
}
