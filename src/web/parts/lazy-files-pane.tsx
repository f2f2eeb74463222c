// The files of a room beside it, which are not in the first load.

import type { OpenRoom } from "../behavior/open-room.ts";
import { lazyPart } from "./lazy.tsx";

const { load, Part } = lazyPart<{ room: OpenRoom }>(
  async () => (await import("./files-pane.tsx")).FilesPane,
);

export function FilesPane({ room }: { room: OpenRoom }) {
  load();
  return <Part room={room} />;
}
