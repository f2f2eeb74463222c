// Whom one blocks, and letting them be heard again.

import { useEffect, useState } from "preact/hooks";
import { changeBlock, loadBlocked } from "../behavior/direct.ts";
import { blocked } from "../behavior/inbox.ts";
import { v } from "../strings-private.ts";
import { Avatar } from "./avatar.tsx";

export function BlockedSettings() {
  const [problem, setProblem] = useState<string>();
  useEffect(() => void loadBlocked(), []);
  const people = blocked.value;
  return (
    <>
      <p class="hint">{people?.length === 0 ? v.nobodyBlocked : v.blockedLead}</p>
      <ul class="list" role="list" aria-label={v.blockedPeople}>
        {people?.map((person) => (
          <li key={person.id} class="levels">
            <Avatar name={person.name} size="s" />
            <span class="levels__room" dir="auto">
              {person.name}
            </span>
            <button
              type="button"
              class="button"
              aria-label={v.unblockName(person.name)}
              onClick={() => void changeBlock(person, false).then(setProblem)}
            >
              {v.unblock}
            </button>
          </li>
        ))}
      </ul>
      {problem !== undefined && (
        <p class="problem" role="alert">
          {problem}
        </p>
      )}
    </>
  );
}
