// The choice of a room's picture, fetched with the settings of a room that may have one.

import type { OpenRoom } from "../behavior/open-room.ts";
import { lazyPart } from "./lazy.tsx";

const { load, Part } = lazyPart<{ room: OpenRoom }>(
  async () => (await import("./room-picture.tsx")).RoomPicture,
);

export function RoomPicture({ room }: { room: OpenRoom }) {
  load();
  return <Part room={room} />;
}
