// Addresses that lead to no room: one that could be created, and one that cannot be.
// Both say what one can do next.

import { useEffect, useRef, useState } from "preact/hooks";
import { createRoom, forget, HOME_ROOM, roomId } from "../behavior/rooms.ts";
import { roomPath, showRooms } from "../behavior/router.ts";
import { Icon } from "../parts/icon.tsx";
import { Link } from "../parts/link.tsx";
import { t } from "../strings.ts";

export function Nowhere() {
  return (
    <div class="empty">
      <ToRooms />
      <h1>{t.notAnAddress}</h1>
      <p>{t.notAnAddressHint}</p>
      <p>
        <Link class="button button--main" href={roomPath(HOME_ROOM)}>
          {t.toGeneral}
        </Link>
      </p>
    </div>
  );
}

export function NoSuchRoom({ name }: { name: string }) {
  const [problem, setProblem] = useState("");
  const id = useRef(roomId());
  useEffect(() => forget(name), [name]);
  const create = async () => {
    const answer = await createRoom({ name, title: name, topic: "", id: id.current });
    if (!answer.ok) setProblem(answer.failure.message || t.networkFailed);
  };
  return (
    <div class="empty">
      <ToRooms />
      <h1>{t.noSuchRoom(name)}</h1>
      <p>{t.noSuchRoomHint}</p>
      <p class="empty__buttons">
        <button type="button" class="button button--main" onClick={() => void create()}>
          {t.create}
        </button>
        <Link class="button" href={roomPath(HOME_ROOM)}>
          {t.toGeneral}
        </Link>
      </p>
      {problem && (
        <p class="problem" role="alert">
          {problem}
        </p>
      )}
    </div>
  );
}

function ToRooms() {
  return (
    <button
      type="button"
      class="icon-button narrow-only empty__rooms"
      aria-label={t.rooms}
      onClick={showRooms}
    >
      <Icon name="menu" />
    </button>
  );
}
