// Administration: who is more than a member, and anybody by their handle.

import { useEffect, useState } from "preact/hooks";
import type { CommunityRolesAnswer } from "../../protocol/community.ts";
import type { CommunityMember } from "../../protocol/community-order.ts";
import { orderApi } from "../behavior/admin.ts";
import { communityApi } from "../behavior/community-form.ts";
import { ad } from "../strings-admin.ts";
import { AdminPerson } from "./admin-person.tsx";
import { Field } from "./field.tsx";

export function PeoplePage() {
  const [handle, setHandle] = useState("");
  const [found, setFound] = useState<CommunityMember>();
  const [problem, setProblem] = useState<string>();
  const [roles, setRoles] = useState<CommunityRolesAnswer["roles"]>([]);

  const look = async () => {
    const answer = await communityApi.roles();
    if (answer.ok) setRoles(answer.value.roles);
  };
  useEffect(() => void look(), []);

  const find = async (wanted: string) => {
    const answer = await orderApi.find(wanted.trim().replace(/^@/, ""));
    setFound(answer.ok ? answer.value : undefined);
    setProblem(answer.ok ? undefined : answer.failure.message);
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
      <section class="settings__part">
        <h3>{ad.appointed}</h3>
        <ul class="list" role="list" aria-label={ad.appointed}>
          {roles.map(({ person, role }) => (
            <li key={person.id} class="order__out">
              <div>
                <strong dir="auto">{person.name}</strong> @{person.handle}
                <p class="hint">{ad.roles[role]}</p>
              </div>
              <button
                type="button"
                class="button"
                aria-label={ad.openPerson(person.name)}
                onClick={() => void find(person.handle)}
              >
                {ad.open}
              </button>
            </li>
          ))}
        </ul>
        {roles.length === 0 && <p class="hint">{ad.nobodyAppointed}</p>}
      </section>
    </>
  );
}
