// The rules that `npm run test:mutants` breaks: a text that moved would only be noticed there, and there late.

import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { MUTANTS } from "../../src/tools/mutants.ts";

test.each(MUTANTS)("$rule: what is broken stands in its file exactly once", ({ file, text }) => {
  const source = readFileSync(new URL(`../../${file}`, import.meta.url), "utf8");
  expect(source.split(text)).toHaveLength(2);
});
