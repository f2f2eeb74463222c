// What stands where one would write, in a room where one cannot, or not so fast: rare, and fetched when it is.

import type { OpenRoom } from "../behavior/open-room.ts";
import type { SilenceKind } from "../behavior/silence.ts";
import { lazyPart } from "./lazy.tsx";

export interface SilenceProps {
  room: OpenRoom;
  kind?: SilenceKind;
}

const { load, Part } = lazyPart<SilenceProps>(async () => (await import("./silence.tsx")).Silence);

/** Without a kind one may write, only not so fast. */
export function Silence(props: SilenceProps) {
  load();
  return <Part {...props} />;
}
