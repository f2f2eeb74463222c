// A room: its header, the timeline, and the box one writes in.
// A room that cannot be shown says why, and what one can do.

import { useEffect } from "preact/hooks";
import { ConnectionLine } from "../parts/connection-line.tsx";
import { Composer } from "../parts/composer.tsx";
import { RoomHeader } from "../parts/room-header.tsx";
import { Timeline } from "../parts/timeline.tsx";
import { TypingLine } from "../parts/typing-line.tsx";
import { isMissing, type OpenRoom } from "../behavior/open-room.ts";
import { coarse, focusComposer, places } from "../behavior/places.ts";
import { route, visit } from "../behavior/router.ts";
import { NoSuchRoom } from "./nowhere.tsx";

export function RoomView({ room }: { room: OpenRoom }) {
  const to = route.value;
  const at = to.name === "room" ? to.at : undefined;
  const missing = isMissing(room);

  useEffect(() => {
    if (at === undefined && !missing && (places.joined || !coarse())) focusComposer();
    places.joined = false;
  }, [room, missing]);

  if (missing) return <NoSuchRoom name={room.name} />;
  return (
    <div class="room">
      <RoomHeader room={room} />
      <ConnectionLine room={room} />
      <Timeline room={room} at={at} visit={visit.value} />
      <TypingLine room={room} />
      <Composer room={room} />
    </div>
  );
}
