// A person's picture: initials on a colour computed from the name.
// Decoration only, not even text: the name stands beside it.

import { hueOf, initialsOf } from "../behavior/colour.ts";

export function Avatar({ name, size = "m" }: { name: string; size?: "s" | "m" | "l" }) {
  return (
    <span
      class={`avatar avatar--${size} hue-${hueOf(name)}`}
      data-initials={initialsOf(name)}
      aria-hidden="true"
    />
  );
}
