// A person's picture: initials on a colour computed from the name.
// Decoration only; the name stands beside it.

import { hueOf, initialsOf } from "../behavior/colour.ts";

export function Avatar({ name, size = "m" }: { name: string; size?: "s" | "m" | "l" }) {
  return (
    <span class={`avatar avatar--${size} hue-${hueOf(name)}`} aria-hidden="true">
      {initialsOf(name)}
    </span>
  );
}
