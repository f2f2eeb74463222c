// What one can write and press: the commands and the keyboard shortcuts.

import { d } from "../strings-dialogs.ts";
import { w } from "../strings-writing.ts";
import { Dialog } from "./dialog.tsx";
import { Shortcuts } from "./shortcuts.tsx";

export function Help() {
  return (
    <Dialog title={w.help} class="dialog--help">
      <section class="keys">
        <h3>{w.helpCommands}</h3>
        <dl>
          {w.commands.map(({ name, takes, what }) => (
            <div key={name}>
              <dt>
                <kbd>/{name}</kbd> {takes && <i>{takes}</i>}
              </dt>
              <dd>{what}</dd>
            </div>
          ))}
        </dl>
        <p class="hint">{w.helpText}</p>
        <h3>{w.helpCompletion}</h3>
        <dl>
          {w.signs.map(([sign, what]) => (
            <div key={sign}>
              <dt>
                <kbd>{sign}</kbd>
              </dt>
              <dd>{what}</dd>
            </div>
          ))}
        </dl>
        <h3>{d.keyboard}</h3>
        <Shortcuts />
      </section>
    </Dialog>
  );
}
