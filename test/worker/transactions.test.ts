// Owns that every transaction of an object goes through `sql.transact`, and its end through `sql.deleteAll`.
// One opened on the storage itself would roll the rows back and leave the kept ones in memory as they never were.

import { globSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";

const WORKER = join(import.meta.dirname, "../../src/worker");

test.each([
  ["opens transactions", /\btransaction(?:Sync)?\(/],
  ["deletes all", /\bstorage\.deleteAll\(/],
])("only the door to SQLite %s", (_, call) => {
  const calling = globSync("**/*.ts", { cwd: WORKER }).filter((path) =>
    call.test(readFileSync(join(WORKER, path), "utf8")),
  );
  expect(calling).toEqual(["objects/storage.ts"]);
});
