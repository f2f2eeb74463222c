// Owns that every transaction of an object goes through `sql.transact`.
// One opened on the storage itself would roll the rows back and leave the kept ones in memory as they never were.

import { globSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";

const WORKER = join(import.meta.dirname, "../../src/worker");

test("only the door to SQLite opens transactions", () => {
  const opening = globSync("**/*.ts", { cwd: WORKER }).filter((path) =>
    /\btransaction(?:Sync)?\(/.test(readFileSync(join(WORKER, path), "utf8")),
  );
  expect(opening).toEqual(["objects/storage.ts"]);
});
