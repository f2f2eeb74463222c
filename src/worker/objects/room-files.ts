// What a room owes the place where the bytes are: what was taken back, given up or replaced goes from there.
// A row stays until its bytes are gone and its author knows: this is done at least once, and again after a failure.

import type { Sql } from "../../lib/sql.ts";
import { forgetPicture, gonePictures, nextGonePicture } from "../../lib/pictures.ts";
import {
  forgetFile,
  giveUpStale,
  goneFiles,
  nextStale,
  type GoneFile,
} from "../../room/uploads.ts";
import { personOf, type Env } from "../env.ts";
import { fileKey, pictureKey, thumbnailKey } from "../files/bucket.ts";
import { logBug } from "../log-line.ts";

/** Files of one run: as many as an alarm should take. */
const BATCH = 50;

export class RoomFiles {
  private readonly env: Env;
  private readonly sql: Sql;

  constructor(env: Env, sql: Sql) {
    this.env = env;
    this.sql = sql;
  }

  /** Something is to go now. A deployment that has lost its place for files owes it nothing. */
  isBehind(now: number): boolean {
    if (!this.env.FILES) return false;
    const { sql } = this;
    return goneFiles(sql, 1).length > 0 || gonePictures(sql, now).length > 0;
  }

  /** When something will be to go, in ms since 1970. */
  next(): number | undefined {
    if (!this.env.FILES) return undefined;
    const dues = [nextStale(this.sql), nextGonePicture(this.sql)];
    const known = dues.filter((due) => due !== undefined);
    return known.length > 0 ? Math.min(...known) : undefined;
  }

  /** False where something could not be done. */
  async run(room: string, now: number): Promise<boolean> {
    const { FILES: bucket } = this.env;
    if (!bucket) return true;
    giveUpStale(this.sql, now);
    for (let gone = goneFiles(this.sql, BATCH); gone.length > 0;) {
      // oxlint-disable-next-line no-await-in-loop
      const done = await Promise.all(gone.map((file) => this.erase(bucket, room, file)));
      if (done.includes(false)) return false;
      gone = goneFiles(this.sql, BATCH);
    }
    const pictures = gonePictures(this.sql, now);
    const done = await Promise.all(pictures.map((id) => this.erasePicture(bucket, room, id)));
    return !done.includes(false);
  }

  private async erase(bucket: R2Bucket, room: string, file: GoneFile): Promise<boolean> {
    const { id, author, multipart, isPartial } = file;
    const key = fileKey(room, id);
    try {
      if (isPartial && multipart !== null) await abort(bucket, key, multipart);
      await bucket.delete([key, thumbnailKey(room, id)]);
      await personOf(this.env, author).releaseFile(id);
      forgetFile(this.sql, id);
      return true;
    } catch (error) {
      logBug({ room, person: author }, error);
      return false;
    }
  }

  private async erasePicture(bucket: R2Bucket, room: string, id: string): Promise<boolean> {
    try {
      await bucket.delete(pictureKey(id));
      forgetPicture(this.sql, id);
      return true;
    } catch (error) {
      logBug({ room }, error);
      return false;
    }
  }
}

/** What is not there any more is no failure. */
async function abort(bucket: R2Bucket, key: string, multipart: string): Promise<void> {
  try {
    await bucket.resumeMultipartUpload(key, multipart).abort();
  } catch (error) {
    if (!(error instanceof Error) || !/10024|does not exist/.test(error.message)) throw error;
  }
}
