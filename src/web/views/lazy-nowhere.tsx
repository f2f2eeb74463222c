// Addresses that lead to no room are rare: what they show is fetched when one is met.

import { lazyPart } from "../parts/lazy.tsx";
import type { NowhereProps } from "./nowhere.tsx";

const { load, Part } = lazyPart<NowhereProps>(async () => (await import("./nowhere.tsx")).Nowhere);

export function Nowhere(props: NowhereProps) {
  load();
  return <Part {...props} />;
}
