// What a message answers: author and excerpt above it, and the way there.
// What was deleted is said to be so, and leads nowhere.

import { plainText } from "../behavior/markdown/plain.ts";
import { places } from "../behavior/places.ts";
import { t } from "../strings.ts";
import { Icon } from "./icon.tsx";

interface Props {
  seq: number;
  /** Missing where it was deleted. */
  author?: string | undefined;
  body?: string | undefined;
  /** How many files it carries. */
  attached?: number | undefined;
  /** It stands in a thread, and so does what it answers. */
  inThread: boolean;
}

export function Quote({ seq, author, body, attached, inThread }: Props) {
  if (author === undefined || body === undefined)
    return (
      <p class="quote">
        <Icon name="reply" />
        <span class="quote__text">{t.deletedQuote}</span>
      </p>
    );
  const text = plainText(body) || t.attached(attached ?? 0);
  return (
    <button
      type="button"
      class="quote"
      aria-label={t.inReplyTo(author, text)}
      onClick={(event) =>
        inThread ? focusBeside(event.currentTarget, seq) : void places.timeline?.toMessage(seq)
      }
    >
      <Icon name="reply" />
      <span class="quote__author">{author}</span>{" "}
      <span class="quote__text" dir="auto">
        {text}
      </span>
    </button>
  );
}

/** What is not loaded stays where it is. */
function focusBeside(element: Element, seq: number): void {
  const log = element.closest('[role="log"]');
  const row = log?.querySelector<HTMLElement>(`[data-seq="${seq}"]`);
  row?.scrollIntoView({ block: "center" });
  row?.focus({ preventScroll: true });
}
