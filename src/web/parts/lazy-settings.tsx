// The settings, fetched when they are first opened.

import { lazyPart } from "./lazy.tsx";

export const { load: loadSettings, Part: Settings } = lazyPart(
  async () => (await import("./settings.tsx")).Settings,
);
