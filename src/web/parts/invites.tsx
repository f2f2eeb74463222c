// Invite links of a private room: a new one with its picture to scan, and those that hold.
// The link itself is shown once; what is kept cannot be read as one.

import { useEffect, useRef, useState } from "preact/hooks";
import type { InviteListed } from "../../protocol/http.ts";
import { copyText } from "../behavior/clipboard.ts";
import { inviteId, inviteLink, invitesOf, inviteTo, revoke } from "../behavior/invites.ts";
import type { OpenRoom } from "../behavior/open-room.ts";
import { whenOf } from "../strings-order.ts";
import { v } from "../strings-private.ts";
import { t } from "../strings.ts";
import { Dialog } from "./dialog.tsx";
import { Qr } from "./lazy-qr.tsx";

export function Invites({ room }: { room: OpenRoom }) {
  const [all, setAll] = useState<readonly InviteListed[]>([]);
  const [forMs, setForMs] = useState<number | undefined>(v.terms[1]?.[1]);
  const [most, setMost] = useState<number | undefined>(undefined);
  const [link, setLink] = useState<string>();
  const [problem, setProblem] = useState<string>();
  const attempt = useRef<{ what: string; id: string }>(undefined);

  const look = async () => {
    const found = await invitesOf(room);
    if (found.ok) setAll(found.value);
  };
  useEffect(() => void look(), [room]);

  const make = async (event: Event) => {
    event.preventDefault();
    const what = `${forMs} ${most}`;
    if (attempt.current?.what !== what) attempt.current = { what, id: inviteId() };
    const made = await inviteTo(room, {
      id: attempt.current.id,
      ...(forMs !== undefined && { forMs }),
      ...(most !== undefined && { most }),
    });
    setProblem(made.ok ? undefined : made.failure.message || t.networkFailed);
    if (!made.ok) return;
    attempt.current = undefined;
    setLink(inviteLink(room, made.value.token));
    await look();
  };
  const end = async (id: string) => {
    const gone = await revoke(room, id);
    setProblem(gone.ok ? undefined : gone.failure.message || t.networkFailed);
    await look();
  };
  return (
    <Dialog title={v.invites}>
      <p class="hint">{v.invitesHint}</p>
      <form noValidate onSubmit={(event) => void make(event)}>
        <Choice label={v.holdsFor} choices={v.terms} chosen={forMs} choose={setForMs} />
        <Choice label={v.lets} choices={v.uses} chosen={most} choose={setMost} />
        <div class="dialog__buttons">
          <button type="submit" class="button button--main">
            {v.makeInvite}
          </button>
        </div>
      </form>
      {link !== undefined && (
        <section aria-label={v.inviteLink}>
          <p class="invite__link">{link}</p>
          <p>
            <button type="button" class="button" onClick={() => void copyText(link)}>
              {v.copyLink}
            </button>
          </p>
          <p class="hint">{v.inviteOnce}</p>
          <Qr text={link} label={v.qr} />
        </section>
      )}
      {all.length > 0 && (
        <section>
          <h3>{v.holding}</h3>
          <ul class="list" role="list" aria-label={v.holding}>
            {all.map((one) => (
              <Line key={one.id} invite={one} revoke={() => void end(one.id)} />
            ))}
          </ul>
        </section>
      )}
      {problem !== undefined && (
        <p class="problem" role="alert">
          {problem}
        </p>
      )}
    </Dialog>
  );
}

function Line({ invite, revoke: end }: { invite: InviteListed; revoke: () => void }) {
  const { by, uses, most, until } = invite;
  const name = by?.name ?? t.someone;
  const words = [v.inviteUses(uses, most), ...(until ? [v.inviteUntil(whenOf(until))] : [])];
  return (
    <li class="order__out">
      <div>
        <strong dir="auto">{v.inviteBy(name)}</strong>
        <p class="hint">{words.join(" · ")}</p>
      </div>
      <button type="button" class="button" aria-label={v.revokeBy(name)} onClick={end}>
        {v.revoke}
      </button>
    </li>
  );
}

interface ChoiceProps {
  label: string;
  choices: readonly (readonly [string, number | undefined])[];
  chosen: number | undefined;
  choose: (value: number | undefined) => void;
}

function Choice({ label, choices, chosen, choose }: ChoiceProps) {
  return (
    <label class="levels">
      <span class="levels__room">{label}</span>
      <select
        class="input levels__choice"
        value={String(chosen)}
        onChange={(event) =>
          choose(choices.find(([, value]) => String(value) === event.currentTarget.value)?.[1])
        }
      >
        {choices.map(([name, value]) => (
          <option key={name} value={String(value)}>
            {name}
          </option>
        ))}
      </select>
    </label>
  );
}
