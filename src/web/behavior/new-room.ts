// Makes a room, and leads into it.
// A retry passes the id of the first try, so that a lost answer makes no second room.

import { newId } from "../../client/new-id.ts";
import type { NewRoom } from "../../protocol/http.ts";
import { api, platform } from "./app.ts";
import { openRooms } from "./rooms.ts";
import { go, roomPath } from "./router.ts";

export const roomId = () => newId(platform);

export async function createRoom(room: NewRoom) {
  const answer = await api.createRoom(room);
  if (answer.ok) {
    const { name } = answer.value;
    openRooms()
      .find((open) => open.name === name)
      ?.client.reconnect();
    go(roomPath(name));
  }
  return answer;
}
