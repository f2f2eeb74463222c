// The last question before a guest gives up a handle for good.
// Staying is the easier answer.

import { useState } from "preact/hooks";
import type { Person } from "../../protocol/people.ts";
import { closeDialog } from "../behavior/dialogs.ts";
import { signOut } from "../behavior/account.ts";
import { guest } from "../behavior/session.ts";
import { a } from "../strings-account.ts";
import { t } from "../strings.ts";
import { Dialog } from "./dialog.tsx";

export function SignOut({ you }: { you: Person }) {
  const [problem, setProblem] = useState(false);
  const leave = async () => {
    if (await signOut()) closeDialog();
    else setProblem(true);
  };
  return (
    <Dialog title={a.signOutAsk}>
      <p>{guest.value ? a.signOutWarning(you.handle) : a.signOutPlain(you.handle)}</p>
      {problem && (
        <p class="problem" role="alert">
          {t.networkFailed}
        </p>
      )}
      <div class="dialog__buttons">
        <button type="button" class="button button--main" data-first onClick={closeDialog}>
          {a.stay}
        </button>
        <button type="button" class="button button--danger" onClick={() => void leave()}>
          {t.signOut}
        </button>
      </div>
    </Dialog>
  );
}
