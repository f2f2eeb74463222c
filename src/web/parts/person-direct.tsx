// What lies between oneself and one person: writing to them, and blocking them.

import { useEffect, useState } from "preact/hooks";
import type { Person } from "../../protocol/people.ts";
import { changeBlock, loadBlocked, writeTo } from "../behavior/direct.ts";
import { isBlocked } from "../behavior/inbox.ts";
import { closeDialog } from "../behavior/dialogs.ts";
import { focusComposer } from "../behavior/places.ts";
import { me } from "../behavior/session.ts";
import { v } from "../strings-private.ts";

export function PersonDirect({ person }: { person: Person }) {
  const [problem, setProblem] = useState<string>();
  useEffect(() => void loadBlocked(), []);
  const isMe = person.id === me.value?.id;
  const blocks = isBlocked(person.id);
  const write = async () => {
    const refusal = await writeTo({ person: person.id });
    setProblem(refusal);
    if (refusal !== undefined) return;
    closeDialog();
    focusComposer();
  };
  return (
    <div class="between">
      <div class="order__buttons">
        {!blocks && (
          <button type="button" class="button button--main" onClick={() => void write()}>
            {isMe ? v.notes : v.write}
          </button>
        )}
        {!isMe && (
          <button
            type="button"
            class="button"
            onClick={() => void changeBlock(person, !blocks).then(setProblem)}
          >
            {blocks ? v.unblock : v.block}
          </button>
        )}
      </div>
      {blocks && <p class="hint">{v.blockedHint}</p>}
      {problem !== undefined && (
        <p class="problem" role="alert">
          {problem}
        </p>
      )}
    </div>
  );
}
