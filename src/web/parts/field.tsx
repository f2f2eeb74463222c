// A labelled line of text with its hint, and what is wrong with it.
// What is wrong is said at once and belongs to the field.

import type { RefObject } from "preact";
import { useId } from "preact/hooks";

interface Props {
  label: string;
  value: string;
  onInput: (value: string) => void;
  hint?: string | undefined;
  problem?: string | undefined;
  prefix?: string;
  /** Not shown as one writes it. */
  secret?: boolean;
  /** A day instead of a text: the last one there is. */
  lastDay?: string;
  inputRef?: RefObject<HTMLInputElement | null>;
  autocomplete?: string;
  maxLength?: number;
  /** Not prose: no capitals, no corrections. */
  plain?: boolean;
}

export function Field({
  label,
  value,
  onInput,
  hint,
  problem,
  prefix,
  lastDay,
  secret = false,
  inputRef,
  plain,
  ...rest
}: Props) {
  const id = useId();
  const under = problem ?? hint;
  return (
    <div class="field">
      <label class="field__label" for={id}>
        {label}
      </label>
      <div class="field__box">
        {prefix && (
          <span class="field__prefix" aria-hidden="true">
            {prefix}
          </span>
        )}
        <input
          id={id}
          {...kindOf(secret, lastDay)}
          class="input"
          value={value}
          ref={inputRef ?? null}
          aria-invalid={problem !== undefined}
          aria-describedby={under ? `${id}-under` : undefined}
          {...(plain && { autocapitalize: "none", autocorrect: "off", spellcheck: false })}
          {...rest}
          onInput={(event) => onInput(event.currentTarget.value)}
        />
      </div>
      <p
        class={problem ? "problem" : "hint"}
        id={`${id}-under`}
        role={problem ? "alert" : undefined}
      >
        {under}
      </p>
    </div>
  );
}

function kindOf(secret: boolean, lastDay: string | undefined) {
  if (lastDay !== undefined) return { type: "date", max: lastDay } as const;
  return secret ? ({ type: "password" } as const) : ({ type: "text" } as const);
}
