// docs/FEATURES.md and the tests it cites: a row whose test is gone promises what nobody proves.

import { existsSync, readFileSync } from "node:fs";
import { expect, test } from "vitest";

const read = (path: string) => readFileSync(new URL(`../${path}`, import.meta.url), "utf8");

/** `path`: title, as the rows cite them; a title ends with its line, its cell, or before the next citation. */
const CITED = /`(test\/[^`]+)`: (.*?)(?=<br>| \||$)/gm;

test("each test that docs/FEATURES.md cites is there, by its title", () => {
  const cited = [...read("docs/FEATURES.md").matchAll(CITED)];
  expect(cited.length).toBeGreaterThan(700);
  const missing = cited.filter(([, path = "", title = ""]) => {
    if (!existsSync(new URL(`../${path}`, import.meta.url))) return true;
    return !read(path)
      .replaceAll(/\\(["'`])/g, "$1")
      .includes(title);
  });
  expect(missing.map(([whole]) => whole)).toEqual([]);
});
