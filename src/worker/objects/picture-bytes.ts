// The bytes of pictures that nobody is shown any more go from the bucket.
// A row is forgotten after its bytes are gone: this is done at least once, and again after a failure.

import { forgetPicture, gonePictures } from "../../lib/pictures.ts";
import type { Sql } from "../../lib/sql.ts";
import type { Env } from "../env.ts";
import { pictureKey } from "../files/bucket.ts";
import { tellAll } from "./tell-all.ts";

/** `where`: whose they are, for the log. False where some are left. */
export function erasePictures(
  env: Env,
  sql: Sql,
  where: { person?: string; room?: string },
): Promise<boolean> {
  const now = Date.now();
  return tellAll(
    () => gonePictures(sql, now),
    () => where,
    async (id) => {
      await env.FILES?.delete(pictureKey(id));
      forgetPicture(sql, id);
    },
  );
}
