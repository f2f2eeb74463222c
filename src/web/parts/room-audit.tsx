// The audit log of a room, for its moderators: who did what to whom, when and why, newest first.

import { useEffect, useState } from "preact/hooks";
import type { AuditAnswer, Audited } from "../../protocol/http.ts";
import { auditOf } from "../behavior/moderate.ts";
import type { OpenRoom } from "../behavior/open-room.ts";
import { me } from "../behavior/session.ts";
import { fullTimeOf } from "../behavior/time.ts";
import { e, sayAudited } from "../strings-events.ts";
import { whenOf } from "../strings-order.ts";
import { t } from "../strings.ts";
import { Dialog } from "./dialog.tsx";

export function RoomAudit({ room }: { room: OpenRoom }) {
  const [pages, setPages] = useState<readonly AuditAnswer[]>([]);
  const [problem, setProblem] = useState<string>();
  const last = pages.at(-1);

  const more = async () => {
    setProblem(undefined);
    const answer = await auditOf(room, last?.next);
    if (answer.ok) setPages([...pages, answer.value]);
    else setProblem(answer.failure.message);
  };
  useEffect(() => void more(), [room]);

  const you = me.value?.id;
  const entries = pages.flatMap((page) => page.entries);
  const nameOf = (id: string) => {
    if (id === you) return undefined;
    return pages.find(({ people }) => people[id])?.people[id]?.name ?? t.someone;
  };
  const line = (entry: Audited) => (
    <li key={entry.seq} class="audit__line">
      <span dir="auto">{sayAudited(entry, nameOf)}</span>
      <time dateTime={new Date(entry.ts).toISOString()} title={fullTimeOf(entry.ts)}>
        {whenOf(entry.ts)}
      </time>
    </li>
  );
  return (
    <Dialog title={e.audit}>
      <p class="hint">{e.auditHint}</p>
      {entries.length > 0 && (
        <ol class="list" role="list" aria-label={e.audit}>
          {entries.map(line)}
        </ol>
      )}
      {last && !last.next && entries.length === 0 && <p>{e.nothing}</p>}
      {problem !== undefined && (
        <p class="problem" role="alert">
          {problem}
        </p>
      )}
      {(last?.next !== undefined || problem !== undefined) && (
        <button type="button" class="button" onClick={() => void more()}>
          {e.more}
        </button>
      )}
    </Dialog>
  );
}
