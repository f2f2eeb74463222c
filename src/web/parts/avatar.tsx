// A person's picture, or initials on a colour computed from the name where there is none or it does not come.
// Decoration only, not even text: the name stands beside it.

import { picturePath } from "../../protocol/files.ts";
import { hueOf, initialsOf } from "../behavior/colour.ts";

interface Props {
  name: string;
  /** Its id. */
  picture?: string | undefined;
  size?: "s" | "m" | "l";
}

export function Avatar({ name, picture, size = "m" }: Props) {
  return (
    <span
      class={`avatar avatar--${size} hue-${hueOf(name)}`}
      data-initials={initialsOf(name)}
      aria-hidden="true"
    >
      {picture && (
        <img
          key={picture}
          src={picturePath(picture)}
          alt=""
          onError={(event) => (event.currentTarget.hidden = true)}
        />
      )}
    </span>
  );
}
