// Why one cannot write here, in the place where one would; calmly, and with what one can do.
// Whoever was removed keeps what was read on show, until they leave the page.

import { useEffect } from "preact/hooks";
import { HOME_ROOM, roomNames } from "../behavior/rooms.ts";
import { roomPath } from "../behavior/router.ts";
import type { OpenRoom } from "../behavior/open-room.ts";
import { over, type SilenceKind } from "../behavior/silence.ts";
import { o, whenOf } from "../strings-order.ts";
import { t } from "../strings.ts";
import type { SilenceProps } from "./lazy-silence.tsx";
import { Link } from "./link.tsx";

/** What a timer can count. */
const LONGEST_MS = 2 ** 31 - 1;

/** In the place of the message box, to which the way past the list leads. */
export function Silence({ room, kind }: SilenceProps) {
  const until = kind === "muted" ? room.muted.value?.until : undefined;
  useEffect(() => (until === undefined ? undefined : endSilenceAt(until)), [until]);
  const slowMs = room.info.value?.slowMs ?? 0;
  if (!kind) return <p class="hint slow">{o.slowHere(slowMs)}</p>;
  return (
    <div class="silence" id="message" tabIndex={-1} role="status">
      {kind === "removed" ? <Removed room={room} /> : <p>{reasonOf(room, kind)}</p>}
    </div>
  );
}

function reasonOf(room: OpenRoom, kind: SilenceKind): string {
  const until = room.muted.value?.until;
  if (kind === "archived") return o.archivedHere;
  if (kind === "readOnly") return o.readOnlyHere;
  return until === undefined ? o.mutedHere : o.mutedHereUntil(whenOf(until));
}

function Removed({ room }: { room: OpenRoom }) {
  const { by = "", once, until, reason } = room.removal.value ?? {};
  const name = room.people.value.get(by)?.name ?? t.someone;
  const back = until === undefined ? o.removedForNow : o.removedUntil(whenOf(until));
  const isOpen = !room.info.value?.kind;
  if (isOpen && !room.removal.value && !roomNames.value.has(room.name))
    return (
      <>
        <p>
          <strong>{o.deletedRoom}</strong>
        </p>
        <Link class="button" href={roomPath(HOME_ROOM)}>
          {o.toGeneral}
        </Link>
      </>
    );
  return (
    <>
      <p>
        <strong>{by === room.you.value?.id ? o.youLeft : o.removedBy(name)}</strong>{" "}
        {!isOpen ? o.closedUntilAdded : once ? o.removedOnce : back}
      </p>
      {reason !== undefined && <p dir="auto">{o.reasonGiven(reason)}</p>}
      <p class="hint">{o.removedHint}</p>
      {once && isOpen && (
        <button type="button" class="button" onClick={() => room.client.reconnect()}>
          {o.comeBack}
        </button>
      )}
      {!once && room.name !== HOME_ROOM && (
        <Link class="button" href={roomPath(HOME_ROOM)}>
          {o.toGeneral}
        </Link>
      )}
    </>
  );
}

/** Looks again at this time; returns what calls it off. */
function endSilenceAt(until: number): () => void {
  const left = until - Date.now();
  if (left > LONGEST_MS) return () => {};
  const timer = setTimeout(() => (over.value = until), Math.max(0, left));
  return () => clearTimeout(timer);
}
