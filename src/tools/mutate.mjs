// Owns the tests of the model tests: each rule is broken in a copy of the tree, one at a time.
// A mutant that survives, a text that is no longer there, or a sound tree that fails makes it fail.

import { spawnSync } from "node:child_process";
import {
  cpSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { MUTANTS } from "./mutants.ts";

const ROOT = fileURLToPath(new URL("../../", import.meta.url));
const COPIED = ["src", "test", "package.json", "tsconfig.json", "wrangler.toml"];

/** Those whose rules are named, or all. */
const wanted = process.argv.slice(2);
const chosen = MUTANTS.filter(
  ({ rule }) => wanted.length === 0 || wanted.some((word) => rule.includes(word)),
);
const sources = chosen.map(mutated);
const sound = run();
if (sound.failed > 0 || sound.passed === 0) fail("The tests do not pass on the tree as it is.");
console.log(`sound: ${sound.passed} tests pass`);

const survivors = chosen.filter((mutant, i) => {
  const { failed, names } = run({ file: mutant.file, source: sources[i] });
  console.log(
    `${failed > 0 ? "killed  " : "SURVIVED"} ${mutant.rule}${names[0] ? `: ${names[0]}` : ""}`,
  );
  return failed === 0;
});
if (survivors.length > 0) fail(`${survivors.length} of ${chosen.length} mutants survived.`);

function mutated({ rule, file, text, becomes }) {
  const source = readFileSync(join(ROOT, file), "utf8");
  if (source.split(text).length !== 2) fail(`${rule}: ${file} does not hold exactly once: ${text}`);
  return source.replace(text, () => becomes);
}

/** Runs the model tests in a copy of the tree, with one file replaced. */
function run(change) {
  const copy = mkdtempSync(join(tmpdir(), "edgewise-mutant-"));
  try {
    for (const name of COPIED) cpSync(join(ROOT, name), join(copy, name), { recursive: true });
    symlinkSync(join(ROOT, "node_modules"), join(copy, "node_modules"));
    mkdirSync(join(copy, "static"), { recursive: true });
    if (change) writeFileSync(join(copy, change.file), change.source);
    return test(copy);
  } finally {
    rmSync(copy, { recursive: true, force: true });
  }
}

function test(cwd) {
  const report = join(cwd, "report.json");
  const vitest = join(ROOT, "node_modules/vitest/vitest.mjs");
  const options = ["--config", "test/vitest.config.ts", "--project", "node", "--bail", "1"];
  const output = ["--reporter", "json", "--outputFile", report];
  const { MODEL_RUNS: _, ...env } = process.env;
  spawnSync(process.execPath, [vitest, "run", ...options, ...output, "test/model"], {
    cwd,
    env: { ...env, MODEL_QUICK: "1" },
  });
  const { numFailedTests, numPassedTests, testResults } = JSON.parse(readFileSync(report, "utf8"));
  const all = testResults.flatMap((file) => file.assertionResults);
  const names = all.filter(({ status }) => status === "failed").map(({ title }) => title);
  return { failed: numFailedTests, passed: numPassedTests, names };
}

function fail(message) {
  console.error(message);
  process.exit(1);
}
