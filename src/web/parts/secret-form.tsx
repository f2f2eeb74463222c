// A form for one secret: a new password, or a proof by password or recovery code.
// It names the handle to password managers, and empties itself once it was taken.

import { useState } from "preact/hooks";
import type { Proof } from "../../protocol/account.ts";
import type { Person } from "../../protocol/people.ts";
import { a } from "../strings-account.ts";
import { Field } from "./field.tsx";

interface Props {
  you: Person;
  lead: string;
  label: string;
  hint?: string;
  button: string;
  /** A recovery code does as well; then it is no new password. */
  orCode?: boolean;
  /** There is no password to show: only a code will do. */
  codeOnly?: boolean;
  /** What is wrong, or undefined where it was taken. */
  submit: (proof: Proof) => Promise<string | undefined>;
}

export function SecretForm({
  you,
  lead,
  label,
  hint,
  button,
  orCode,
  codeOnly = false,
  submit,
}: Props) {
  const [secret, setSecret] = useState("");
  const [byCode, setByCode] = useState(codeOnly);
  const [problem, setProblem] = useState<string>();
  const [busy, setBusy] = useState(false);

  const send = async (event: Event) => {
    event.preventDefault();
    if (busy) return;
    setBusy(true);
    const wrong = await submit(byCode ? { code: secret } : { password: secret });
    setBusy(false);
    setProblem(wrong);
    if (wrong === undefined) setSecret("");
  };

  return (
    <form noValidate onSubmit={(event) => void send(event)}>
      <p>{lead}</p>
      <input type="text" autocomplete="username" value={you.handle} readOnly hidden />
      <Field
        key={byCode}
        label={byCode ? a.code : label}
        value={secret}
        onInput={setSecret}
        hint={hint}
        problem={problem}
        secret={!byCode}
        autocomplete={byCode ? "off" : orCode ? "current-password" : "new-password"}
        plain
      />
      <div class="settings__buttons">
        <button type="submit" class="button button--main" aria-disabled={busy}>
          {button}
        </button>
        {orCode && !codeOnly && (
          <button type="button" class="link" onClick={() => setByCode(!byCode)}>
            {byCode ? a.usePassword : a.useCode}
          </button>
        )}
      </div>
    </form>
  );
}
