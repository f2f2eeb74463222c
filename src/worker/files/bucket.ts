// Where the bytes of files and pictures are: one bucket, which a deployment has or has not.
// A key is made of ids that nobody guesses; no name that a person chose is in it but the room's.

import type { FileLimits } from "../../protocol/files.ts";
import { LIMITS } from "../../protocol/limits.ts";
import type { Env } from "../env.ts";

export function fileKey(room: string, id: string): string {
  return `rooms/${room}/${id}`;
}

export function thumbnailKey(room: string, id: string): string {
  return `${fileKey(room, id)}.thumbnail`;
}

export function pictureKey(id: string): string {
  return `pictures/${id}`;
}

/** What a client is told; undefined where the deployment takes no files. */
export function fileLimits(env: Env): FileLimits | undefined {
  if (!env.FILES) return undefined;
  return {
    fileBytes: bytesOf(env.FILE_BYTES, LIMITS.fileBytes),
    partBytes: LIMITS.partBytes,
    thumbnailBytes: LIMITS.thumbnailBytes,
    perMessage: LIMITS.filesPerMessage,
  };
}

export function personBytes(env: Env): number {
  return bytesOf(env.PERSON_FILE_BYTES, LIMITS.personBytes);
}

export function communityBytes(env: Env): number {
  return bytesOf(env.COMMUNITY_FILE_BYTES, LIMITS.communityBytes);
}

function bytesOf(given: string | undefined, usual: number): number {
  const bytes = Number(given ?? usual);
  return Number.isFinite(bytes) && bytes >= 0 ? bytes : usual;
}
