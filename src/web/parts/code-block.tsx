// Fenced code: plain at once, coloured when the colours have been loaded.
// Colouring never changes the text nor its height.

import { useEffect, useState } from "preact/hooks";
import type { CodeToken } from "../behavior/highlight.ts";

export function CodeBlock({ lang, text }: { lang: string; text: string }) {
  const [tokens, setTokens] = useState<readonly CodeToken[]>();
  useEffect(() => {
    let gone = false;
    if (lang !== "")
      void import("../behavior/highlight.ts")
        .then(({ colourCode }) => colourCode(lang, text))
        .then(
          (coloured) => {
            if (!gone) setTokens(coloured);
          },
          () => undefined,
        );
    return () => {
      gone = true;
    };
  }, [lang, text]);
  return (
    <pre dir="ltr" tabIndex={0} aria-label={lang || undefined}>
      <code>
        {tokens
          ? tokens.map((token) =>
              token.kind ? <span class={`tok-${token.kind}`}>{token.text}</span> : token.text,
            )
          : text}
      </code>
    </pre>
  );
}
