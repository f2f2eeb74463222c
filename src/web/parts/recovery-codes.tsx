// New recovery codes, shown this once.

import { useState } from "preact/hooks";
import { a } from "../strings-account.ts";

export function RecoveryCodes({ codes, onKept }: { codes: string[]; onKept: () => void }) {
  const [copied, setCopied] = useState(false);
  // Over plain http there is no clipboard; the codes stand there to be written down.
  const copy = () =>
    void navigator.clipboard?.writeText(codes.join("\n")).then(
      () => setCopied(true),
      () => undefined,
    );
  return (
    <section>
      <h3>{a.codes}</h3>
      <p>{a.codesLead}</p>
      <ul class="codes" aria-label={a.codes}>
        {codes.map((code) => (
          <li key={code}>
            <code>{code}</code>
          </li>
        ))}
      </ul>
      <div class="settings__buttons">
        <button type="button" class="button button--main" onClick={onKept}>
          {a.codesKept}
        </button>
        {isSecureContext && (
          <button type="button" class="button" onClick={copy}>
            {a.copyCodes}
          </button>
        )}
      </div>
      <p class="hint" role="status">
        {copied && a.codesCopied}
      </p>
    </section>
  );
}
