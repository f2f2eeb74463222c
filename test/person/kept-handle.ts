// A handle that a person had, for the tests of who gets it afterwards.

import { claimHandle, keepHandle } from "../../src/handle/claim.ts";
import { openSql } from "../sqlite.ts";

export function handleKept(person: string) {
  const sql = openSql();
  claimHandle(sql, 0, { handle: "ada", person, request: "the-request" });
  return {
    keep: (until: number) => keepHandle(sql, person, until),
    /** Whose it is then, or why it is nobody's who asks. */
    claim(who: string, request: string, now: number) {
      const claimed = claimHandle(sql, now, { handle: "ada", person: who, request });
      return claimed.ok ? claimed.value : claimed.failure.code;
    },
  };
}
