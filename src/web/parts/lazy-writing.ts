// Completion and commands, which are not in the first load.
// What was typed before they came is looked at when they are there.

import { lazyPart } from "./lazy.tsx";

export const writing = () => import("./writing.ts");
export const { load: loadWriting, Part: Completion } = lazyPart(
  async () => (await writing()).Completion,
);
