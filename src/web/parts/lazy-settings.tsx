// The settings, and the set-up of the community, fetched when they are first opened.

import { lazyPart } from "./lazy.tsx";

export const { load: loadSettings, Part: Settings } = lazyPart(
  async () => (await import("./settings.tsx")).Settings,
);

export const { load: loadSetUp, Part: SetUpDialog } = lazyPart(
  async () => (await import("./set-up.tsx")).SetUpDialog,
);
