// The dialogs, fetched when the page has come to rest and not with its first load.
// One that is asked for earlier opens as soon as it is there.

import type { Person } from "../../protocol/people.ts";
import { dialog } from "../behavior/dialogs.ts";
import { lazyPart } from "./lazy.tsx";

const { load, Part } = lazyPart<{ you: Person }>(
  async () => (await import("./dialogs.tsx")).Dialogs,
);

export const loadDialogs = load;

export function Dialogs({ you }: { you: Person }) {
  if (dialog.value) load();
  return <Part you={you} />;
}
