// Owns the import table: which folder of `src` may import which, and which packages; and one rule of SQL.
// A name of a platform or a package in the wrong folder fails here before it fails in production.

import { globSync, readFileSync } from "node:fs";
import { dirname, join, normalize } from "node:path";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";

const SRC = fileURLToPath(new URL("../src/", import.meta.url));
const RULES = ["room", "person", "handle", "workspace", "relay"];

/** What a folder may import beside itself: folders by name, packages after `npm:`. */
const TABLE: Record<string, string[]> = {
  lib: [],
  protocol: ["lib", "npm:valibot"],
  ...Object.fromEntries(RULES.map((noun) => [noun, ["protocol", "lib"]])),
  worker: ["protocol", "lib", ...RULES, "npm:*", "cloudflare:*", "node:*"],
  client: ["protocol", "lib", "npm:idb"],
  web: ["client", "protocol", "lib", "npm:*", "built:*"],
  tools: ["lib", "npm:*", "node:*"],
};

const files = globSync("**/*.{ts,tsx,mjs}", { cwd: SRC }).filter((path) => path.includes("/"));

test("every file imports what its folder may", () => {
  expect(files.flatMap(forbidden)).toEqual([]);
});

test("every file opens with 1 to 4 lines on what it owns", () => {
  expect(files.filter((path) => !/^(\/\/ \S.*\n){1,4}(?!\/\/)/.test(read(path)))).toEqual([]);
});

test("no statement is compiled anew each time it runs, as one with a bound LIMIT is", () => {
  expect(files.filter((path) => /\bLIMIT \?/.test(read(path)))).toEqual([]);
});

function forbidden(path: string): string[] {
  const folder = folderOf(path);
  const allowed = [folder, ...(TABLE[folder] ?? [])];
  const names = specifiers(read(path));
  const wrong = names.filter((name) => !allowed.some((rule) => covers(rule, kindOf(name, path))));
  return wrong.map((name) => `${path} -> ${name}`);
}

function read(path: string): string {
  return readFileSync(join(SRC, path), "utf8");
}

/** Of imports, re-exports and lazy imports; those of types only, too. */
function specifiers(source: string): string[] {
  const found = source.matchAll(
    /(?:^(?:import|export)\b[^"';=(]*\bfrom\s*|^import\s*|\bimport\(\s*)["']([^"']+)["']/gm,
  );
  return [...found].map(([, name = ""]) => name);
}

function kindOf(name: string, path: string): string {
  if (name.startsWith(".")) return folderOf(normalize(join(dirname(path), name)));
  return /^[a-z]+:/.test(name) ? name : `npm:${name}`;
}

function folderOf(path: string): string {
  return path.split("/", 1)[0] ?? "";
}

function covers(rule: string, kind: string): boolean {
  if (rule.endsWith("*")) return kind.startsWith(rule.slice(0, -1));
  return kind === rule || (rule.startsWith("npm:") && kind.startsWith(`${rule}/`));
}
