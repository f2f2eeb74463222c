// Keys while the log has the focus: arrows walk from message to message, the others move by pages.
// Pages turn at once: a page that slides is stopped half-way when older messages come in above it.

import { offsetIn } from "./anchor.ts";

/** Part of the height that one page moves: a line or two stays in view. */
const PAGE = 0.9;

export function onLogKey(log: HTMLElement, event: KeyboardEvent, toNewest: () => void): void {
  if (event.altKey || event.ctrlKey || event.metaKey || event.shiftKey) return;
  const act = actionOf(log, event.key, toNewest);
  if (!act) return;
  event.preventDefault();
  act();
}

function actionOf(log: HTMLElement, key: string, toNewest: () => void): (() => void) | undefined {
  switch (key) {
    case "ArrowUp":
      return () => walk(log, -1);
    case "ArrowDown":
      return () => walk(log, 1);
    case "PageUp":
      return () => log.scrollBy({ top: -PAGE * log.clientHeight, behavior: "instant" });
    case "PageDown":
      return () => log.scrollBy({ top: PAGE * log.clientHeight, behavior: "instant" });
    case "End":
      return toNewest;
    default:
      return undefined;
  }
}

/** The first step begins at the lowest message in view. */
function walk(log: HTMLElement, step: 1 | -1): void {
  const rows = [...log.querySelectorAll("article")];
  const at = rows.findIndex((row) => row.contains(document.activeElement));
  const lowest = rows.findLastIndex((row) => offsetIn(log, row) < log.clientHeight - 20);
  rows[Math.max(0, Math.min(rows.length - 1, at === -1 ? lowest : at + step))]?.focus();
}
