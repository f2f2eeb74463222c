// The thread beside the room, which is not in the first load.

import type { OpenRoom } from "../behavior/open-room.ts";
import { lazyPart } from "./lazy.tsx";

interface Props {
  room: OpenRoom;
  root: number;
  /** The message of the thread that a link asked for. */
  at?: number | undefined;
}

const { load, Part } = lazyPart<Props>(async () => (await import("./thread.tsx")).Thread);

export function ThreadPane(props: Props) {
  load();
  return <Part {...props} />;
}
