// Addresses that lead to no room: one that could be created, and one that cannot be.
// Both say what one can do next.

import { useEffect, useRef, useState } from "preact/hooks";
import { makesRooms } from "../behavior/community.ts";
import { directHandle, isMinted } from "../../protocol/names.ts";
import { createRoom, roomId } from "../behavior/new-room.ts";
import { forget, HOME_ROOM, roomNames } from "../behavior/rooms.ts";
import { writeTo } from "../behavior/direct.ts";
import { go, roomPath, route, showRooms } from "../behavior/router.ts";
import { Icon } from "../parts/icon.tsx";
import { IconButton } from "../parts/icon-button.tsx";
import { Link } from "../parts/link.tsx";
import { INVITE, isToRoom } from "../behavior/invites.ts";
import { Invited } from "./invited.tsx";
import { d } from "../strings-dialogs.ts";
import { v } from "../strings-private.ts";
import { t } from "../strings.ts";

export interface NowhereProps {
  /** Of the room that could be; missing where the address is none. */
  name?: string;
}

export function Nowhere({ name }: NowhereProps) {
  return name === undefined ? <NoAddress /> : <NoSuchRoom name={name} />;
}

function NoAddress() {
  const to = route.value;
  const address = to.name === "nowhere" ? to.address : "";
  if (isToRoom(address)) return <Invited key={address} address={address} />;
  if (address.startsWith(INVITE)) return <ToHome />;
  return directHandle(address) ? <ToDirect key={address} address={address} /> : <NotAnAddress />;
}

/** Whoever is in already needs no invitation to the community, and has just come by it. */
function ToHome() {
  useEffect(() => go("/", "replace"), []);
  return null;
}

/** `@ada` stands for the room between oneself and her, which has an address of its own. */
function ToDirect({ address }: { address: string }) {
  const [problem, setProblem] = useState<string>();
  useEffect(() => {
    void writeTo({ handle: directHandle(address) ?? "" }, "replace").then(setProblem);
  }, []);
  if (problem === undefined) return null;
  return (
    <div class="empty">
      <ToRooms />
      <h1>{v.nobodyThere(address)}</h1>
      <p>{problem}</p>
      <p>
        <Link class="button button--main" href={roomPath(HOME_ROOM)}>
          {d.toGeneral}
        </Link>
      </p>
    </div>
  );
}

function NotAnAddress() {
  return (
    <div class="empty">
      <ToRooms />
      <h1>{d.notAnAddress}</h1>
      <p>{d.notAnAddressHint}</p>
      <p>
        <Link class="button button--main" href={roomPath(HOME_ROOM)}>
          {d.toGeneral}
        </Link>
      </p>
    </div>
  );
}

function NoSuchRoom({ name }: { name: string }) {
  // The list knows it: then it is only not for oneself.
  return isMinted(name) || roomNames.value.has(name) ? (
    <ClosedRoom name={name} />
  ) : (
    <NewRoom name={name} />
  );
}

function ClosedRoom({ name }: { name: string }) {
  useEffect(() => forget(name), [name]);
  const isPrivate = isMinted(name);
  return (
    <div class="empty">
      <ToRooms />
      <h1>{isPrivate ? d.noPrivateRoom : d.closedRoom(name)}</h1>
      <p>{isPrivate ? d.noPrivateRoomHint : d.closedRoomHint}</p>
      <p>
        <Link class="button button--main" href={roomPath(HOME_ROOM)}>
          {d.toGeneral}
        </Link>
      </p>
    </div>
  );
}

function NewRoom({ name }: { name: string }) {
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
      <h1>{d.noSuchRoom(name)}</h1>
      <p>{makesRooms.value ? d.noSuchRoomHint : d.noSuchRoomNorMake}</p>
      <p class="empty__buttons">
        {makesRooms.value && (
          <button type="button" class="button button--main" onClick={() => void create()}>
            {d.create}
          </button>
        )}
        <Link class="button" href={roomPath(HOME_ROOM)}>
          {d.toGeneral}
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

export function ToRooms() {
  return (
    <IconButton label={t.rooms} class="narrow-only empty__rooms" onClick={showRooms}>
      <Icon name="menu" />
    </IconButton>
  );
}
