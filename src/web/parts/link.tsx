// A link within the page: the address changes, the page stays.
// Whatever asks for a new tab or window still gets one.

import type { ComponentChildren } from "preact";
import { go } from "../behavior/router.ts";

interface Props {
  href: string;
  class?: string;
  children: ComponentChildren;
  "aria-current"?: "page" | undefined;
  "aria-describedby"?: string | undefined;
  onGo?: () => void;
}

export function Link({ href, onGo, ...rest }: Props) {
  return (
    <a
      href={href}
      {...rest}
      onClick={(event) => {
        if (event.ctrlKey || event.metaKey || event.shiftKey || event.altKey || event.button !== 0)
          return;
        event.preventDefault();
        go(href);
        onGo?.();
      }}
    />
  );
}
