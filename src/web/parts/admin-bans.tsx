// Administration: whom the community keeps out, by whom, until when and why.

import { useState } from "preact/hooks";
import { orderApi } from "../behavior/admin.ts";
import { ad, sayBan } from "../strings-admin.ts";
import { t } from "../strings.ts";
import { Paged, usePages } from "./paged.tsx";

export function BansPage() {
  const list = usePages(orderApi.bans);
  const [refusal, setRefusal] = useState<string>();
  const lift = async (person: string) => {
    const answer = await orderApi.liftBan(person);
    setRefusal(answer.ok ? undefined : answer.failure.message);
    await list.anew();
  };
  return (
    <>
      <p class="hint">{ad.bansHint}</p>
      <Paged pages={list} empty={ad.noBans} label={ad.pages.bans}>
        {list.pages.flatMap(({ bans, people }) =>
          bans.map(({ person, ...ban }) => (
            <li key={person.id} class="order__out">
              <div>
                <strong dir="auto">{person.name}</strong> @{person.handle}
                <p class="hint" dir="auto">
                  {sayBan(ban, people[ban.by]?.name ?? t.someone)}
                </p>
              </div>
              <button type="button" class="button" onClick={() => void lift(person.id)}>
                {ad.lift}
              </button>
            </li>
          )),
        )}
      </Paged>
      {refusal !== undefined && (
        <p class="problem" role="alert">
          {refusal}
        </p>
      )}
    </>
  );
}
