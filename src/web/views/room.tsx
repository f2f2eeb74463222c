// A room: its header, the timeline, and the box one writes in.
// A room that cannot be shown says why, and what one can do.

import { useEffect } from "preact/hooks";
import { ConnectionLine } from "../parts/connection-line.tsx";
import { Composer } from "../parts/composer.tsx";
import { Silence } from "../parts/lazy-silence.tsx";
import { RoomHeader } from "../parts/room-header.tsx";
import { Timeline } from "../parts/timeline.tsx";
import { FilesPane } from "../parts/lazy-files-pane.tsx";
import { ThreadPane } from "../parts/lazy-thread.tsx";
import { TypingLine } from "../parts/typing-line.tsx";
import { isMissing, type OpenRoom } from "../behavior/open-room.ts";
import { coarse, focusComposer, places } from "../behavior/places.ts";
import { route, visit } from "../behavior/router.ts";
import { isSlow, silenceOf } from "../behavior/silence.ts";
import { Nowhere } from "./lazy-nowhere.tsx";

export function RoomView({ room }: { room: OpenRoom }) {
  const to = route.value;
  const { at, thread, files } = to.name === "room" ? to : {};
  const missing = isMissing(room);
  const silence = silenceOf(room);

  useEffect(() => {
    if (
      at === undefined &&
      thread === undefined &&
      !files &&
      !missing &&
      (places.joined || !coarse())
    )
      focusComposer();
    places.joined = false;
  }, [room, missing]);

  if (missing) return <Nowhere name={room.name} />;
  return (
    <div class={`room-frame${thread === undefined && !files ? "" : " room-frame--thread"}`}>
      <div class="room">
        <RoomHeader room={room} />
        <ConnectionLine room={room} />
        <Timeline room={room} at={thread === undefined ? at : undefined} visit={visit.value} />
        <TypingLine room={room} />
        {isSlow(room) && <Silence room={room} />}
        {silence ? <Silence room={room} kind={silence} /> : <Composer room={room} />}
      </div>
      {files && <FilesPane room={room} />}
      {thread !== undefined && <ThreadPane key={thread} room={room} root={thread} at={at} />}
    </div>
  );
}
