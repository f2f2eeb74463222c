// Owns the tie between wrangler and `start.mjs`, which loads this into wrangler with `--import`.
// Wrangler left without its parent ends, and the parent knows every process that runs below it.

import { subscribe } from "node:diagnostics_channel";
import { isMainThread } from "node:worker_threads";

if (isMainThread && process.send) {
  process.once("disconnect", () => process.kill(process.pid, "SIGTERM"));
  process.channel.unref();
  subscribe("child_process", ({ process: child }) => {
    const tell = (message) => process.connected && process.send(message);
    child.once("spawn", () => tell({ began: child.pid }));
    child.once("exit", () => tell({ ended: child.pid }));
  });
}
