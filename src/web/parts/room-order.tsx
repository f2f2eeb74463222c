// How a room is written in, and who is out of it: for its moderators, in the room's settings.
// Each choice holds at once; what is refused says why.

import { useEffect, useState } from "preact/hooks";
import type { NewOrder } from "../../client/order.ts";
import type { RemovedAnswer } from "../../protocol/http.ts";
import { may } from "../../protocol/roles.ts";
import { openDialog } from "../behavior/dialogs.ts";
import { order, removedFrom } from "../behavior/moderate.ts";
import type { OpenRoom } from "../behavior/open-room.ts";
import { HOME_ROOM } from "../behavior/rooms.ts";
import { e } from "../strings-events.ts";
import { o, whenOf } from "../strings-order.ts";
import { t } from "../strings.ts";

export function RoomOrder({ room }: { room: OpenRoom }) {
  const [out, setOut] = useState<RemovedAnswer>();
  const [problem, setProblem] = useState<string>();
  /** What one has just chosen, until the room has answered: it does not jump back meanwhile. */
  const [chosen, setChosen] = useState<{ readOnly?: boolean; slowMs?: number }>({});
  const {
    readOnly = false,
    slowMs = 0,
    archived = false,
    kind,
  } = { ...room.info.value, ...chosen };
  const stays = room.name === HOME_ROOM || kind === "direct";
  const isOwn = !stays && may(room.role.value, "deleteRoom");

  const look = async () => {
    const answer = await removedFrom(room);
    if (answer.ok) setOut(answer.value);
  };
  useEffect(() => void look(), [room]);

  const give = async (what: NewOrder) => {
    setProblem(await order(room, what));
    await look();
  };
  const choose = async (mode: typeof chosen) => {
    setChosen(mode);
    await give({ type: "mode", ...mode });
    // What was chosen after it has no answer yet.
    setChosen((latest) => (latest === mode ? {} : latest));
  };
  const nameOf = (id: string) => out?.people[id]?.name ?? t.someone;
  return (
    <fieldset class="choices order order--room">
      <legend>{o.order}</legend>
      <label class="choices__choice">
        <input
          type="checkbox"
          checked={readOnly}
          onChange={(event) => void choose({ readOnly: event.currentTarget.checked })}
        />
        <span>{o.readOnly}</span>
      </label>
      <label class="levels">
        <span class="levels__room">{o.slow}</span>
        <select
          class="input levels__choice"
          value={String(slowMs)}
          onChange={(event) => void choose({ slowMs: Number(event.currentTarget.value) })}
        >
          {o.slowTerms.map(([label, ms]) => (
            <option key={label} value={String(ms)}>
              {label}
            </option>
          ))}
        </select>
      </label>
      <p class="hint">{o.slowHint}</p>
      {out && out.removed.length > 0 && (
        <ul class="list" role="list" aria-label={o.removed}>
          {out.removed.map(({ person, by, until, reason }) => (
            <li key={person.id} class="order__out">
              <div>
                <strong dir="auto">{person.name}</strong>
                <p class="hint" dir="auto">
                  {o.removedNow(nameOf(by), until === undefined ? undefined : whenOf(until))}
                  {reason !== undefined && `. ${o.reasonGiven(reason)}`}
                </p>
              </div>
              <button
                type="button"
                class="button"
                onClick={() => void give({ type: "remove", person: person.id, on: false })}
              >
                {o.letBack}
              </button>
            </li>
          ))}
        </ul>
      )}
      <div class="order__buttons">
        <button type="button" class="button" onClick={() => openDialog({ name: "audit" })}>
          {e.audit}
        </button>
        {isOwn && (
          <>
            <button
              type="button"
              class="button"
              onClick={() => void give({ type: "mode", archived: !archived })}
            >
              {archived ? o.restore : o.archive}
            </button>
            <button
              type="button"
              class="button button--danger"
              onClick={() => openDialog({ name: "delete-room" })}
            >
              {o.deleteRoom}
            </button>
          </>
        )}
      </div>
      {problem !== undefined && (
        <p class="problem" role="alert">
          {problem}
        </p>
      )}
    </fieldset>
  );
}
