// Signing in with a handle that is one's own, by its password or a recovery code.
// Whatever is wrong, one sentence says so: which of the two is nobody's business.

import { useEffect, useRef, useState } from "preact/hooks";
import type { AuthenticationResponse } from "../../protocol/account.ts";
import { isHandle } from "../../protocol/names.ts";
import { accountApi, sentenceOf, signedIn } from "../behavior/account.ts";
import { hasPasskeys, offerPasskeys, usePasskey } from "../behavior/passkeys.ts";
import { places } from "../behavior/places.ts";
import { Field } from "../parts/field.tsx";
import { Logo } from "../parts/logo.tsx";
import { a } from "../strings-account.ts";

export function SignIn({ onGuest }: { onGuest: () => void }) {
  const [handle, setHandle] = useState("");
  const [secret, setSecret] = useState("");
  const [byCode, setByCode] = useState(false);
  const [problem, setProblem] = useState("");
  const [busy, setBusy] = useState(false);
  const first = useRef<HTMLInputElement>(null);
  useEffect(() => {
    first.current?.focus();
    return offerPasskeys((signed) => void signInWith(signed));
  }, []);

  const submit = async (event: Event) => {
    event.preventDefault();
    if (busy) return;
    const plain = handle.trim().replace(/^@/, "").toLowerCase();
    if (!isHandle(plain) || secret === "") return setProblem(a.noMatch);
    setBusy(true);
    const proof = byCode ? { code: secret } : { password: secret };
    const answer = await accountApi.signIn({ handle: plain, ...proof });
    setBusy(false);
    if (!answer.ok) return setProblem(sentenceOf(answer.failure));
    places.joined = true;
    signedIn(answer.value.user);
  };

  const byPasskey = async () => {
    const signed = await usePasskey();
    if (!signed.ok) return setProblem(signed.failure);
    await signInWith(signed.value);
  };

  const signInWith = async (passkey: AuthenticationResponse) => {
    const answer = await accountApi.signIn({ passkey });
    if (!answer.ok) return setProblem(sentenceOf(answer.failure));
    places.joined = true;
    signedIn(answer.value.user);
  };

  return (
    <main class="cover">
      <form class="cover__card" noValidate onSubmit={(event) => void submit(event)}>
        <Logo />
        <h1>{a.signIn}</h1>
        <p class="cover__lead">{a.signInLead}</p>
        <Field
          label={a.handle}
          value={handle}
          onInput={setHandle}
          inputRef={first}
          prefix="@"
          autocomplete="username webauthn"
          maxLength={64}
          plain
        />
        <Field
          key={byCode}
          label={byCode ? a.code : a.password}
          value={secret}
          onInput={setSecret}
          autocomplete={byCode ? "off" : "current-password"}
          secret={!byCode}
          plain
        />
        {problem && (
          <p class="problem" role="alert">
            {problem}
          </p>
        )}
        <button type="submit" class="button button--main button--wide" aria-disabled={busy}>
          {busy ? a.signingIn : a.signIn}
        </button>
        {hasPasskeys() && (
          <button type="button" class="button button--wide" onClick={() => void byPasskey()}>
            {a.withPasskey}
          </button>
        )}
        <p class="cover__ways">
          <button
            type="button"
            class="link"
            onClick={() => {
              setByCode(!byCode);
              setSecret("");
              setProblem("");
            }}
          >
            {byCode ? a.usePassword : a.useCode}
          </button>
          <button type="button" class="link" onClick={onGuest}>
            {a.asGuest}
          </button>
        </p>
      </form>
    </main>
  );
}
