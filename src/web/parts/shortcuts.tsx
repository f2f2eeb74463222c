// The keys that work in the page, as this keyboard names them.

import { d } from "../strings-dialogs.ts";

const IS_MAC = /Mac|iPhone|iPad/.test(navigator.userAgent);

export function Shortcuts() {
  return (
    <dl>
      {d.shortcuts.map(([keys, what]) => (
        <div key={keys}>
          <dt>
            <kbd>{IS_MAC ? keys.replace("Ctrl", "⌘").replace("Alt", "⌥") : keys}</kbd>
          </dt>
          <dd>{what}</dd>
        </div>
      ))}
    </dl>
  );
}
