// What an invite link to a room leads to, and the way in. Whoever gave their name just now for it is in at once.

import { useEffect, useRef, useState } from "preact/hooks";
import type { Invitation } from "../../protocol/http.ts";
import { acceptAt, invitationAt, inviteId } from "../behavior/invites.ts";
import { places } from "../behavior/places.ts";
import { HOME_ROOM } from "../behavior/rooms.ts";
import { go, roomPath } from "../behavior/router.ts";
import { d } from "../strings-dialogs.ts";
import { i } from "../strings-invites.ts";
import { t } from "../strings.ts";
import { Link } from "../parts/link.tsx";
import { ToRooms } from "./nowhere.tsx";

export function Invited({ address }: { address: string }) {
  const [found, setFound] = useState<Invitation>();
  const [problem, setProblem] = useState<string>();
  const id = useRef(inviteId());

  const join = async () => {
    const come = await acceptAt(address, id.current);
    if (come.ok) go(roomPath(come.value), "replace");
    else setProblem(come.failure.message || t.networkFailed);
  };
  useEffect(() => {
    if (places.joined) return void join();
    void invitationAt(address).then((answer) => {
      if (answer.ok) setFound(answer.value);
      else setProblem(answer.failure.message || t.networkFailed);
    });
  }, []);

  if (problem !== undefined)
    return (
      <div class="empty">
        <ToRooms />
        <h1>{i.noInvite}</h1>
        <p>{problem}</p>
        <p>
          <Link class="button button--main" href={roomPath(HOME_ROOM)}>
            {d.toGeneral}
          </Link>
        </p>
      </div>
    );
  if (!found) return null;
  const { title, by } = found;
  return (
    <div class="empty">
      <ToRooms />
      <h1 dir="auto">{title ? i.invitedTo(title) : i.invitedToPeople(by.name)}</h1>
      <p dir="auto">{i.invitedBy(by.name, by.handle)}</p>
      <p>
        <button type="button" class="button button--main" onClick={() => void join()}>
          {i.join}
        </button>
      </p>
    </div>
  );
}
