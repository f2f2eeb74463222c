// Administration: who did what in the community, newest first.

import { orderApi } from "../behavior/admin.ts";
import { me } from "../behavior/session.ts";
import { fullTimeOf } from "../behavior/time.ts";
import { ad, sayInCommunity } from "../strings-admin.ts";
import { whenOf } from "../strings-order.ts";
import { t } from "../strings.ts";
import { Paged, usePages } from "./paged.tsx";

export function AuditPage() {
  const list = usePages(orderApi.audit);
  const you = me.value?.id;
  return (
    <Paged pages={list} empty={ad.noAudit} label={ad.pages.audit}>
      {list.pages.flatMap(({ entries, people }) =>
        entries.map((entry) => (
          <li key={entry.n} class="audit__line">
            <span dir="auto">
              {sayInCommunity(entry, (id) =>
                id === you ? undefined : (people[id]?.name ?? t.someone),
              )}
            </span>
            <time dateTime={new Date(entry.ts).toISOString()} title={fullTimeOf(entry.ts)}>
              {whenOf(entry.ts)}
            </time>
          </li>
        )),
      )}
    </Paged>
  );
}
