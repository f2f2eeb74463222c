// Owns the configuration of a deployment that takes files: wrangler.toml, and a bucket for them.
// It is made anew whenever it is used, so that there is one text to keep; what has not changed is left alone.

import { readFileSync, renameSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";

const ROOT = fileURLToPath(new URL("../../", import.meta.url));
const MADE = `${ROOT}wrangler.files.toml`;

/** Where the configuration is. `bucket`: what the bucket is called in the account; locally it matters to nobody. */
export function configWithFiles(bucket = "edgewise-files") {
  const text = `# Made of wrangler.toml by src/tools/with-files.mjs: change that one.
${readFileSync(`${ROOT}wrangler.toml`, "utf8")}
[[r2_buckets]]
binding = "FILES"
bucket_name = ${JSON.stringify(bucket)}
`;
  if (textOf(MADE) === text) return MADE;
  // Another server may be reading it just now.
  writeFileSync(`${MADE}.${process.pid}`, text);
  renameSync(`${MADE}.${process.pid}`, MADE);
  return MADE;
}

function textOf(path) {
  try {
    return readFileSync(path, "utf8");
  } catch {
    return undefined;
  }
}
