// Who is in a private room: the list, bringing somebody in, and leaving.
// What one may not do is absent; what is refused all the same says why.

import { useEffect, useRef, useState } from "preact/hooks";
import type { MembersAnswer } from "../../protocol/http.ts";
import { isHandle } from "../../protocol/names.ts";
import { may } from "../../protocol/roles.ts";
import { closeDialog, openDialog } from "../behavior/dialogs.ts";
import { bringIn, membersOf, order } from "../behavior/moderate.ts";
import type { OpenRoom } from "../behavior/open-room.ts";
import { forget, HOME_ROOM, titleOf } from "../behavior/rooms.ts";
import { go, roomPath } from "../behavior/router.ts";
import { me } from "../behavior/session.ts";
import { v } from "../strings-private.ts";
import { t } from "../strings.ts";
import { Avatar } from "./avatar.tsx";
import { Dialog } from "./dialog.tsx";
import { Field } from "./field.tsx";

type Listed = MembersAnswer["members"];

export function Members({ room }: { room: OpenRoom }) {
  const [members, setMembers] = useState<Listed>();
  const [more, setMore] = useState(false);
  const [isLeaving, setLeaving] = useState(false);
  const [failed, setFailed] = useState(false);

  const load = async (before: Listed) => {
    const answer = await membersOf(room, before.at(-1)?.person.id);
    setFailed(!answer.ok);
    if (!answer.ok) return;
    setMembers([...before, ...answer.value.members]);
    setMore(answer.value.more);
  };
  useEffect(() => void load([]), [room]);

  const mayAdd = may(room.role.value, "add") || !room.info.value?.title;
  const leave = () => {
    setLeaving(true);
    // Somebody may have come or gone since.
    void load([]);
  };
  if (isLeaving) {
    const isAlone = members?.length === 1 && !more;
    return <Leaving room={room} isAlone={isAlone} stay={() => setLeaving(false)} />;
  }
  return (
    <Dialog title={v.members}>
      {mayAdd && <Add room={room} added={() => void load([])} />}
      <ul class="list members" role="list" aria-label={v.members}>
        {members?.map(({ person, role }) => (
          <li key={person.id}>
            <button
              type="button"
              class="list__item"
              onClick={() => openDialog({ name: "person", id: person.id, person })}
            >
              <Avatar name={person.name} size="s" />
              <span class="list__name" dir="auto">
                {person.name}
              </span>
              <span class="list__note">
                {v.roles[role]} {person.id === me.value?.id ? t.you : `@${person.handle}`}
              </span>
            </button>
          </li>
        ))}
      </ul>
      {more && (
        <button type="button" class="button" onClick={() => void load(members ?? [])}>
          {v.more}
        </button>
      )}
      {failed && (
        <p class="problem" role="alert">
          {t.networkFailed}
        </p>
      )}
      <div class="dialog__buttons">
        {mayAdd && (
          <button type="button" class="button" onClick={() => openDialog({ name: "invites" })}>
            {v.invites}
          </button>
        )}
        <button type="button" class="button button--danger" onClick={leave}>
          {v.leave}
        </button>
      </div>
    </Dialog>
  );
}

function Add({ room, added }: { room: OpenRoom; added: () => void }) {
  const [handle, setHandle] = useState("");
  const [problem, setProblem] = useState<string>();
  const [said, setSaid] = useState("");
  const field = useRef<HTMLInputElement>(null);
  const submit = async (event: Event) => {
    event.preventDefault();
    const who = handle.trim().replace(/^@/, "").toLowerCase();
    const refusal = isHandle(who) ? await bringIn(room, { handle: who }) : v.handleMissing;
    setProblem(refusal);
    setSaid(refusal === undefined ? v.added(who) : "");
    field.current?.focus();
    if (refusal !== undefined) return;
    setHandle("");
    added();
  };
  return (
    <form class="add" noValidate onSubmit={(event) => void submit(event)}>
      <Field
        label={v.handle}
        value={handle}
        onInput={setHandle}
        hint={v.handleHint}
        problem={problem}
        inputRef={field}
        prefix="@"
        autocomplete="off"
        maxLength={33}
        plain
      />
      <button type="submit" class="button button--main">
        {v.add}
      </button>
      <p class="hint" role="status">
        {said}
      </p>
    </form>
  );
}

interface LeavingProps {
  room: OpenRoom;
  /** The room ends with its last member [D3]. */
  isAlone: boolean;
  stay: () => void;
}

function Leaving({ room, isAlone, stay }: LeavingProps) {
  const [problem, setProblem] = useState<string>();
  const leave = async () => {
    const refusal = await order(room, { type: "leave" });
    if (refusal !== undefined) return setProblem(refusal);
    forget(room.name);
    closeDialog();
    go(roomPath(HOME_ROOM), "replace");
  };
  return (
    <Dialog title={v.leaveAsk}>
      <p dir="auto">
        <strong>{titleOf(room)}</strong>
      </p>
      <p>{isAlone ? v.leaveAlone : v.leaveHint}</p>
      {!isAlone && room.role.value === "owner" && <p>{v.leaveLast}</p>}
      {problem !== undefined && (
        <p class="problem" role="alert">
          {problem}
        </p>
      )}
      <div class="dialog__buttons">
        <button type="button" class="button" data-first onClick={stay}>
          {v.stay}
        </button>
        <button type="button" class="button button--danger" onClick={() => void leave()}>
          {v.leave}
        </button>
      </div>
    </Dialog>
  );
}
