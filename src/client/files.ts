// A room's files, and the pictures of people and rooms, over HTTP [U7] [U8].
// Not part of `createApi`: a page needs it only once somebody looks at files or at their settings.

import type { FilesAnswer } from "../protocol/http.ts";
import { failed, ok, type Result } from "../lib/result.ts";
import { bearer, roomsPath } from "./address.ts";
import type { Refusal } from "./api.ts";
import { createHttp, failureOf, isOk, resultOf, type HttpOptions } from "./http.ts";
import { defaultPlatform } from "./platform.ts";
import { sendBytes, type SendBytes } from "./send-bytes.ts";

export interface FilesQuery {
  /** The `n` of the last one that is known. */
  before?: number | undefined;
  kind?: "media" | "other" | undefined;
}

export interface FilesApi {
  /** The newest first [U7]. */
  list(room: string, query?: FilesQuery): Promise<Result<FilesAnswer, Refusal>>;
  /** A square PNG, JPEG, WebP or AVIF of at most 512 pixels and 512 KiB; its id. Undefined takes it away. */
  setAvatar(picture: Blob | undefined): Promise<Result<string | undefined, Refusal>>;
  setCommunityIcon(picture: Blob | undefined): Promise<Result<string | undefined, Refusal>>;
  setIcon(room: string, picture: Blob | undefined): Promise<Result<string | undefined, Refusal>>;
}

export function createFilesApi(options: HttpOptions & { send?: SendBytes }): FilesApi {
  const { origin, token, platform = defaultPlatform(), send = sendBytes } = options;
  const http = createHttp(options);

  async function setPicture(
    path: string,
    picture: Blob | undefined,
  ): Promise<Result<string | undefined, Refusal>> {
    if (!picture) {
      const result = resultOf(await http("DELETE", path));
      return result.ok ? ok(undefined) : result;
    }
    const url = new URL(path, origin).href;
    const answer = await send(platform, { url, headers: { ...bearer(token) }, body: picture });
    const whole = answer && { ...answer, etag: undefined };
    if (!whole || !isOk(whole)) return failed(failureOf(whole));
    const { avatar, icon } = whole.body;
    return ok(String(avatar ?? icon));
  }

  return {
    async list(room, { before, kind } = {}) {
      const query = new URLSearchParams();
      if (before !== undefined) query.set("before", String(before));
      if (kind !== undefined) query.set("kind", kind);
      return resultOf(await http("GET", `${roomsPath(room)}/files?${query.toString()}`));
    },
    setAvatar: (picture) => setPicture("/api/me/avatar", picture),
    setCommunityIcon: (picture) => setPicture("/api/community/icon", picture),
    setIcon: (room, picture) => setPicture(`${roomsPath(room)}/icon`, picture),
  };
}
