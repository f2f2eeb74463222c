// Owns the page's bundle: `src/web` becomes `static/build`, the same bytes for dev, tests and deploy.
// A server reading the folder meanwhile finds every file that an entry it read names: chunks are
// renamed into place first, the entries after them, and only then is what is left over removed.

import * as esbuild from "esbuild";
import {
  globSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { basename, dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { minify } from "terser";
import { brotliCompressSync, gzipSync } from "node:zlib";
import { compactEmoji } from "./emoji.mjs";

const ROOT = fileURLToPath(new URL("../../", import.meta.url));
const OUT = "static/build";
const ENTRY = "src/web/main.tsx";
/** Compressed bytes of the first load; lazy chunks are not counted. */
const BUDGET = { script: 50_000, style: 15_000 };

/** `built:emoji` is what src/web/built.d.ts says. */
const built = {
  name: "built",
  setup({ onResolve, onLoad }) {
    onResolve({ filter: /^built:emoji$/ }, () => ({ path: "emoji", namespace: "built" }));
    onLoad({ filter: /^emoji$/, namespace: "built" }, () => ({
      contents: compactEmoji(),
      loader: "text",
    }));
  },
};

/**
 * Every lazy part imports the entry, so that all of the first load is shared by all of them and stays one chunk:
 * in pieces, one for each set of parts that share it, it would compress worse by a kilobyte and more.
 */
const together = {
  name: "together",
  setup({ onLoad }) {
    const lazy = lazyParts();
    onLoad({ filter: /\.tsx?$/ }, ({ path }) =>
      lazy.has(path)
        ? {
            contents: `${readFileSync(path, "utf8")}import ${JSON.stringify(join(ROOT, ENTRY))};`,
            loader: path.endsWith("x") ? "tsx" : "ts",
          }
        : undefined,
    );
  },
};

/** Known before the first file is loaded: some are parts of others, too, and may be met as such first. */
function lazyParts() {
  const files = globSync("src/{client,web}/**/*.{ts,tsx}", { cwd: ROOT }).map((file) =>
    join(ROOT, file),
  );
  const imports = files.flatMap((file) =>
    [...readFileSync(file, "utf8").matchAll(/\bimport\("(\.[^"]+)"\)/g)].map(([, path]) =>
      join(dirname(file), path),
    ),
  );
  return new Set(imports);
}

const result = await esbuild
  .build({
    absWorkingDir: ROOT,
    entryPoints: [
      { in: ENTRY, out: "main" },
      { in: "src/web/styles/main.css", out: "main" },
    ],
    outdir: OUT,
    chunkNames: "[name]-[hash]",
    assetNames: "[name]-[hash]",
    bundle: true,
    splitting: true,
    format: "esm",
    target: "es2022",
    jsx: "automatic",
    jsxImportSource: "preact",
    charset: "utf8",
    minify: true,
    sourcemap: "linked",
    metafile: true,
    plugins: [built, together],
    write: false,
    logLevel: "warning",
  })
  .catch(() => process.exit(1)); // esbuild has said why

await shorten(result.outputFiles, firstLoad(`${OUT}/main.js`, result.metafile.outputs));
publish(result.outputFiles);
report(result.metafile.outputs);

/** Terser after esbuild saves two kilobytes of the first load; for the rest esbuild is enough. */
async function shorten(files, first) {
  const find = (name) => files.find((file) => basename(file.path) === name);
  for (const name of [...first].map((path) => basename(path))) {
    const [file, map] = [find(name), find(`${name}.map`)];
    const { code, map: mapped } = await minify(file.text, {
      module: true,
      ecma: 2020,
      compress: { passes: 3 },
      sourceMap: { content: map.text, filename: name, url: `${name}.map` },
    });
    // What esbuild hands out is read-only, and `publish` needs path and bytes.
    files.splice(files.indexOf(file), 1, { path: file.path, contents: Buffer.from(code) });
    files.splice(files.indexOf(map), 1, { path: map.path, contents: Buffer.from(mapped) });
  }
}

function publish(files) {
  const out = join(ROOT, OUT);
  const draft = join(ROOT, `.wrangler/build-${process.pid}`);
  mkdirSync(out, { recursive: true });
  mkdirSync(draft, { recursive: true });
  const isEntry = (file) => basename(file.path).startsWith("main.");
  for (const file of files.toSorted((a, b) => isEntry(a) - isEntry(b))) {
    if (same(file)) continue;
    const temporary = join(draft, basename(file.path));
    writeFileSync(temporary, file.contents);
    renameSync(temporary, file.path);
  }
  rmSync(draft, { recursive: true });
  const names = new Set(files.map((file) => basename(file.path)));
  for (const name of readdirSync(out))
    if (!names.has(name)) rmSync(join(out, name), { recursive: true });
}

/** Untouched when nothing changed: a running dev server reloads, and drops its sockets, on a write. */
function same(file) {
  try {
    return readFileSync(file.path).equals(file.contents);
  } catch {
    return false;
  }
}

function report(outputs) {
  const script = size(firstLoad(`${OUT}/main.js`, outputs));
  const style = size([`${OUT}/main.css`]);
  console.log(`first load: script ${shown(script)}, style ${shown(style)}`);
  for (const [kind, { gzip }] of Object.entries({ script, style })) {
    if (gzip <= BUDGET[kind]) continue;
    console.error(`The ${kind} is over its budget of ${kB(BUDGET[kind])} gzip.`);
    if (process.env.WRANGLER_COMMAND !== "dev") process.exitCode = 1;
  }
}

/** The entry and everything it imports statically. */
function firstLoad(path, outputs, seen = new Set()) {
  if (seen.has(path)) return seen;
  seen.add(path);
  for (const { path: next, kind, external } of outputs[path].imports) {
    if (kind === "import-statement" && !external) firstLoad(next, outputs, seen);
  }
  return seen;
}

function size(paths) {
  const total = { gzip: 0, brotli: 0 };
  for (const path of paths) {
    const bytes = readFileSync(join(ROOT, path));
    total.gzip += gzipSync(bytes).length;
    total.brotli += brotliCompressSync(bytes).length;
  }
  return total;
}

function shown({ gzip, brotli }) {
  return `${kB(gzip)} gzip (${kB(brotli)} brotli)`;
}

function kB(bytes) {
  return `${(bytes / 1000).toFixed(1)} kB`;
}
