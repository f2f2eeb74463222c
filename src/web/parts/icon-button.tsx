// A button that shows an icon and no words: its name is read out, and shows under the pointer.

import type { ButtonHTMLAttributes } from "preact";

type Given = "aria-label" | "class" | "type";
interface Props extends Omit<ButtonHTMLAttributes, Given> {
  label: string;
  class?: string;
}

export function IconButton({ label, class: kind = "", ...rest }: Props) {
  return (
    <button
      type="button"
      class={`icon-button ${kind}`}
      aria-label={label}
      title={label}
      {...rest}
    />
  );
}
