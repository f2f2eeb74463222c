// Invite links, to a room or to the community: a new one with its picture to scan, and those that hold.
// The link itself is shown once; what is kept cannot be read as one.

import { useEffect, useRef, useState } from "preact/hooks";
import type { InviteListed } from "../../protocol/http.ts";
import { copyText } from "../behavior/clipboard.ts";
import { inviteId, type Inviting } from "../behavior/invites.ts";
import { i } from "../strings-invites.ts";
import { whenOf } from "../strings-order.ts";
import { t } from "../strings.ts";
import { Qr } from "./lazy-qr.tsx";

export function InviteLinks({ inviting }: { inviting: Inviting }) {
  const [all, setAll] = useState<readonly InviteListed[]>();
  const [forMs, setForMs] = useState<number | undefined>(i.terms[1]?.[1]);
  const [most, setMost] = useState<number | undefined>(undefined);
  const [made, setMade] = useState<{ id: string; link: string }>();
  const [problem, setProblem] = useState<string>();
  const attempt = useRef<{ what: string; id: string }>(undefined);
  const maker = useRef<HTMLButtonElement>(null);
  const copier = useRef<HTMLButtonElement>(null);

  const look = async () => {
    const found = await inviting.all();
    if (found.ok) setAll(found.value);
    else setProblem(found.failure.message || t.networkFailed);
  };
  useEffect(() => void look(), [inviting]);
  // What comes next is to copy it; a screen reader says so, and where it stands.
  useEffect(() => copier.current?.focus(), [made]);

  const make = async (event: Event) => {
    event.preventDefault();
    const what = `${forMs} ${most}`;
    if (attempt.current?.what !== what) attempt.current = { what, id: inviteId() };
    const answer = await inviting.make({
      id: attempt.current.id,
      ...(forMs !== undefined && { forMs }),
      ...(most !== undefined && { most }),
    });
    setProblem(answer.ok ? undefined : answer.failure.message || t.networkFailed);
    if (!answer.ok) return;
    attempt.current = undefined;
    const { id, token } = answer.value;
    setMade({ id, link: inviting.linkOf(token) });
    await look();
  };
  const end = async (id: string) => {
    const gone = await inviting.revoke(id);
    setProblem(gone.ok ? undefined : gone.failure.message || t.networkFailed);
    if (gone.ok && id === made?.id) setMade(undefined);
    await look();
    maker.current?.focus();
  };
  return (
    <>
      <form class="invite" noValidate onSubmit={(event) => void make(event)}>
        <Choice label={i.holdsFor} choices={i.terms} chosen={forMs} choose={setForMs} />
        <Choice label={i.lets} choices={i.uses} chosen={most} choose={setMost} />
        <button type="submit" class="button button--main" ref={maker}>
          {i.make}
        </button>
      </form>
      {problem !== undefined && (
        <p class="problem" role="alert">
          {problem}
        </p>
      )}
      {made && (
        <section class="invite__made" aria-label={i.made}>
          <Qr text={made.link} label={i.qr} />
          <div class="invite__words">
            <p class="invite__link">{made.link}</p>
            <button
              type="button"
              class="button"
              ref={copier}
              onClick={() => void copyText(made.link)}
            >
              {i.copy}
            </button>
            <p class="hint">{i.once}</p>
          </div>
        </section>
      )}
      {all && (
        <section class="settings__part">
          <h3>{i.holding}</h3>
          {all.length === 0 && <p class="hint">{i.none}</p>}
          {all.length > 0 && (
            <ul class="list" role="list" aria-label={i.holding}>
              {all.map((one) => (
                <Line key={one.id} invite={one} revoke={() => void end(one.id)} />
              ))}
            </ul>
          )}
        </section>
      )}
    </>
  );
}

function Line({ invite, revoke: end }: { invite: InviteListed; revoke: () => void }) {
  const { by, createdTs, uses, most, until } = invite;
  const name = by?.name ?? t.someone;
  const about = [
    i.cameBy(uses, most),
    i.since(whenOf(createdTs)),
    ...(until ? [i.until(whenOf(until))] : []),
  ].join(" · ");
  return (
    <li class="order__out">
      <div>
        <strong dir="auto">{i.by(name)}</strong>
        <p class="hint">{about}</p>
      </div>
      <button type="button" class="button" aria-label={i.revokeBy(name, about)} onClick={end}>
        {i.revoke}
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
    <label class="invite__choice">
      <span class="field__label">{label}</span>
      <select
        class="input"
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
