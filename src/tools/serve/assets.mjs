// Owns the copy of the static files that a server serves from, and the table of how.
// The copy is named by content: a build beside a running server changes nothing of what that serves.

import { createHash } from "node:crypto";
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { extname, join, relative, sep } from "node:path";
import { gzipSync } from "node:zlib";

const TYPES = {
  ".css": "text/css; charset=utf-8",
  ".html": "text/html; charset=utf-8",
  ".ico": "image/vnd.microsoft.icon",
  ".js": "text/javascript; charset=utf-8",
  ".json": "application/json",
  ".map": "application/json",
  ".png": "image/png",
  ".svg": "image/svg+xml",
  ".txt": "text/plain; charset=utf-8",
  ".webmanifest": "application/manifest+json",
  ".woff2": "font/woff2",
};
/** Compressed by itself already. */
const DENSE = /\.(png|ico|woff2)$/;
/** For the platform, and never served. */
const UNSERVED = ["_headers", "_redirects", ".assetsignore"];

/** Copies `from` to `to`; returns the headers of each path and the file that has its bytes. */
export function copyAssets(from, to) {
  mkdirSync(to, { recursive: true });
  const rules = headerRules(read(join(from, "_headers")));
  const files = {};
  for (const entry of readdirSync(from, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile() || UNSERVED.includes(entry.name)) continue;
    const source = join(entry.parentPath, entry.name);
    const path = `/${relative(from, source).split(sep).join("/")}`;
    const bytes = readFileSync(source);
    const file = createHash("sha256").update(bytes).digest("hex").slice(0, 32);
    writeFileSync(join(to, file), bytes);
    const dense = DENSE.test(path);
    if (!dense) writeFileSync(join(to, `${file}.gz`), gzipSync(bytes, { level: 9 }));
    const type = TYPES[extname(path)] ?? "application/octet-stream";
    const headers = { "Content-Type": type, ...headersOf(rules, withoutIndex(path)) };
    files[withoutIndex(path)] = { file, dense, length: bytes.length, headers };
  }
  return files;
}

/** `/index.html` is served at `/`, as the platform does. */
function withoutIndex(path) {
  return path.replace(/\/index\.html$/, "/");
}

function read(path) {
  try {
    return readFileSync(path, "utf8");
  } catch {
    return "";
  }
}

/** A pattern stands at the start of its line; below it, indented, its headers, and `! Name` for one to leave out. */
function headerRules(text) {
  const rules = [];
  for (const line of text.split("\n")) {
    if (line.trim() === "" || line.trim().startsWith("#")) continue;
    if (!/^\s/.test(line)) rules.push({ pattern: matcher(line.trim()), changes: [] });
    else rules.at(-1)?.changes.push(changeOf(line.trim()));
  }
  return rules;
}

/** `*` stands for any characters; a name of a part, as `:part`, is not understood here. */
export function matcher(pattern) {
  if (/:\w/.test(pattern)) throw new Error(`A pattern with a name in it is not served: ${pattern}`);
  const parts = pattern.split("*").map((part) => part.replace(/[.+?^${}()|[\]\\]/g, "\\$&"));
  return new RegExp(`^${parts.join(".*")}$`);
}

function changeOf(line) {
  if (line.startsWith("!")) return { name: line.slice(1).trim() };
  const at = line.indexOf(":");
  return { name: line.slice(0, at).trim(), value: line.slice(at + 1).trim() };
}

function headersOf(rules, path) {
  const headers = {};
  for (const { pattern, changes } of rules) {
    if (!pattern.test(path)) continue;
    for (const { name, value } of changes)
      if (value === undefined) delete headers[name];
      else headers[name] = headers[name] === undefined ? value : `${headers[name]}, ${value}`;
  }
  return headers;
}
