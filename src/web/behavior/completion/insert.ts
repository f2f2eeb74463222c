// Puts text into the box one writes in, so that undo takes it out again where the browser can.
// The box hears of it as of anything typed.

/** Replaces what stands from `from` up to `to`; the cursor ends behind it. */
export function replaceText(
  field: HTMLTextAreaElement,
  from: number,
  to: number,
  text: string,
): void {
  field.focus({ preventScroll: true });
  field.setSelectionRange(from, to);
  // Deprecated, and yet the only way that undo knows of.
  // A box behind a dialog takes no focus.
  if (document.activeElement === field && document.execCommand("insertText", false, text)) return;
  field.setRangeText(text, from, to, "end");
  field.dispatchEvent(new InputEvent("input", { bubbles: true, inputType: "insertText" }));
}
