// The dialogs, fetched when the page has come to rest and not with its first load.
// One that is asked for earlier opens as soon as it is there.

import { signal } from "@preact/signals";
import type { ComponentType } from "preact";
import type { Person } from "../../protocol/people.ts";
import { dialog } from "../behavior/dialogs.ts";

const Loaded = signal<ComponentType<{ you: Person }> | undefined>(undefined);
let loading: Promise<void> | undefined;

/** Tried again by the next one that opens, where the network failed. */
export function loadDialogs(): void {
  loading ??= import("./dialogs.tsx").then(
    (part) => void (Loaded.value = part.Dialogs),
    () => void (loading = undefined),
  );
}

export function Dialogs({ you }: { you: Person }) {
  const Now = Loaded.value;
  if (Now) return <Now you={you} />;
  if (dialog.value) loadDialogs();
  return null;
}
