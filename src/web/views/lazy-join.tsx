// The first run, which whoever comes back never sees: fetched while the server is asked who one is.

import { lazyPart } from "../parts/lazy.tsx";

const { load, Part } = lazyPart<{ ended: boolean }>(async () => (await import("./join.tsx")).Join);

export const loadJoin = load;

export function Join({ ended }: { ended: boolean }) {
  load();
  return <Part ended={ended} />;
}
