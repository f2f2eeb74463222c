// Command ids [N4].
// One id stands for one command for ever: a retry takes the old one, only a new command a new one.

import { uuid7 } from "../lib/id.ts";
import type { Platform } from "./platform.ts";

export function newId(platform: Pick<Platform, "now" | "randomBytes">): string {
  return uuid7(Math.floor(platform.now()), platform.randomBytes(10));
}
