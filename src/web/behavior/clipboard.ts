// Copying, also where the browser keeps its clipboard from pages (plain http).
// What cannot be copied is shown for copying by hand, with the reason.

import { k } from "../strings-kept.ts";
import { openDialog } from "./dialogs.ts";
import { showNotice } from "./notices.ts";

export async function copyText(text: string, done: string = k.copied): Promise<void> {
  if ((await viaClipboard(text)) || viaSelection(text)) showNotice(done);
  else openDialog({ name: "copy", text });
}

async function viaClipboard(text: string): Promise<boolean> {
  try {
    // Absent over plain http, whatever the types say.
    const clipboard = navigator.clipboard as Clipboard | undefined;
    await clipboard?.writeText(text);
    return clipboard !== undefined;
  } catch {
    return false;
  }
}

function viaSelection(text: string): boolean {
  const focused = document.activeElement;
  const field = document.createElement("textarea");
  field.value = text;
  field.className = "unseen";
  // What lies outside an open dialog cannot be selected.
  (document.querySelector("dialog[open]") ?? document.body).append(field);
  field.select();
  let done = false;
  try {
    // oxlint-disable-next-line no-deprecated -- the only way over plain http
    done = document.execCommand("copy");
  } catch {
    done = false;
  }
  field.remove();
  if (focused instanceof HTMLElement) focused.focus({ preventScroll: true });
  return done;
}
