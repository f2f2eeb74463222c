// The one dialog that may be open, and what it is about.
// It closes through the element, so that focus returns to where it was.

import { signal } from "@preact/signals";
import type { FileInfo } from "../../protocol/files.ts";
import type { Person } from "../../protocol/people.ts";

export type DialogSpec =
  | { name: "new-room"; title?: string }
  | { name: "go-to" }
  | { name: "new-message" }
  | { name: "people" }
  | { name: "members" }
  | { name: "invites" }
  | { name: "pins" }
  /** `person`: where the page may not have met them. */
  | { name: "person"; id: string; person?: Person }
  | { name: "room-settings" }
  | { name: "audit" }
  | { name: "delete-room" }
  | { name: "admin" }
  | { name: "react"; seq: number }
  | { name: "emoji" }
  | { name: "delete"; seq: number }
  | { name: "image"; href: string }
  /** Pictures and videos of a message, the one at `at` first. */
  | { name: "files"; room: string; files: readonly FileInfo[]; at: number }
  | { name: "jump-to-date"; ts: number }
  | { name: "settings" }
  /** Becoming the owner of the community. */
  | { name: "community" }
  | { name: "sign-out" }
  | { name: "help" }
  | { name: "copy"; text: string };

export const dialog = signal<DialogSpec | undefined>(undefined);

export function openDialog(spec: DialogSpec): void {
  closeDialog();
  dialog.value = spec;
}

export function closeDialog(): void {
  document.querySelector<HTMLDialogElement>("dialog[open]")?.close();
  dialog.value = undefined;
}
