// Administration: who is more than a member, who came to the room that everybody comes to, and anybody by their handle.

import type { ComponentChildren } from "preact";
import { useEffect, useRef, useState } from "preact/hooks";
import type { CommunityRolesAnswer } from "../../protocol/community.ts";
import type { CommunityMember } from "../../protocol/community-order.ts";
import type { Person } from "../../protocol/people.ts";
import { findHere, orderApi, peopleHere } from "../behavior/admin.ts";
import { communityApi } from "../behavior/community-form.ts";
import { HOME_ROOM } from "../behavior/rooms.ts";
import { ad } from "../strings-admin.ts";
import { AdminPerson } from "./admin-person.tsx";
import { Field } from "./field.tsx";

export function PeoplePage() {
  const [handle, setHandle] = useState("");
  const [found, setFound] = useState<CommunityMember>();
  const [alike, setAlike] = useState<readonly Person[]>([]);
  const [problem, setProblem] = useState<string>();
  const [roles, setRoles] = useState<CommunityRolesAnswer["roles"]>([]);
  const top = useRef<HTMLDivElement>(null);

  const look = async () => {
    const answer = await communityApi.roles();
    if (answer.ok) setRoles(answer.value.roles);
  };
  useEffect(() => void look(), []);

  const find = async (wanted: string) => {
    const letters = wanted.trim().replace(/^@/, "");
    const answer = await orderApi.find(letters);
    const isNobody = !answer.ok && answer.failure.code === "not_found";
    const begun = isNobody ? await findHere(letters) : undefined;
    const some = begun?.ok ? begun.value : [];
    setFound(answer.ok ? answer.value : undefined);
    setAlike(some);
    setProblem(answer.ok || some.length > 0 ? undefined : answer.failure.message);
  };
  const open = async (person: Person) => {
    await find(person.handle);
    top.current?.scrollIntoView({ block: "nearest" });
    top.current?.focus({ preventScroll: true });
  };
  const submit = (event: Event) => {
    event.preventDefault();
    if (handle.trim() !== "") void find(handle);
  };
  return (
    <>
      <form noValidate onSubmit={submit}>
        <Field
          label={ad.handle}
          value={handle}
          onInput={setHandle}
          hint={ad.handleHint}
          problem={problem}
          prefix="@"
          maxLength={33}
          autocomplete="off"
          plain
        />
        <button type="submit" class="button">
          {ad.find}
        </button>
      </form>
      <div ref={top} class="found" tabIndex={-1}>
        {found && (
          <AdminPerson
            key={found.person.id}
            member={found}
            changed={async () => {
              await find(found.person.handle);
              await look();
            }}
          />
        )}
      </div>
      {alike.length > 0 && <People of={alike} title={ad.alike} open={open} />}
      <section class="settings__part">
        <h3>{ad.appointed}</h3>
        <ul class="list" role="list" aria-label={ad.appointed}>
          {roles.map(({ person, role }) => (
            <Line key={person.id} person={person} hint={ad.roles[role]} open={open} />
          ))}
        </ul>
        {roles.length === 0 && <p class="hint">{ad.nobodyAppointed}</p>}
      </section>
      <Here open={open} />
    </>
  );
}

/** The people of the room that everybody comes to, a page at a time; nothing where it lets one in no more. */
function Here({ open }: { open: (person: Person) => Promise<void> }) {
  const [people, setPeople] = useState<readonly Person[]>([]);
  const [after, setAfter] = useState<string>();
  const more = async () => {
    const answer = await peopleHere(after);
    if (!answer.ok) return;
    const { members, more: isMore } = answer.value;
    const last = members.at(-1)?.person.id;
    setAfter(isMore ? last : undefined);
    setPeople([...people, ...members.map(({ person }) => person)]);
  };
  useEffect(() => void more(), []);
  return (
    people.length > 0 && (
      <People of={people} title={ad.here(HOME_ROOM)} hint={ad.hereHint} open={open}>
        {after !== undefined && (
          <button type="button" class="button" onClick={() => void more()}>
            {ad.more}
          </button>
        )}
      </People>
    )
  );
}

interface PeopleProps {
  of: readonly Person[];
  title: string;
  hint?: string;
  open: (person: Person) => Promise<void>;
  children?: ComponentChildren;
}

function People({ of: people, title, hint, open, children }: PeopleProps) {
  return (
    <section class="settings__part">
      <h3>{title}</h3>
      {hint !== undefined && <p class="hint">{hint}</p>}
      <ul class="list" role="list" aria-label={title}>
        {people.map((person) => (
          <Line key={person.id} person={person} open={open} />
        ))}
      </ul>
      {children}
    </section>
  );
}

interface LineProps {
  person: Person;
  hint?: string;
  open: (person: Person) => Promise<void>;
}

function Line({ person, hint, open }: LineProps) {
  return (
    <li class="order__out">
      <div>
        <strong dir="auto">{person.name}</strong> @{person.handle}
        {hint !== undefined && <p class="hint">{hint}</p>}
      </div>
      <button
        type="button"
        class="button"
        aria-label={ad.openPerson(person.name)}
        onClick={() => void open(person)}
      >
        {ad.open}
      </button>
    </li>
  );
}
