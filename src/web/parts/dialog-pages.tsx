// A dialog of pages, one at a time, with the way to each of them beside it.

import type { ComponentChildren } from "preact";
import { useState } from "preact/hooks";
import { Dialog } from "./dialog.tsx";

interface Props<Name extends string> {
  title: string;
  names: Record<Name, string>;
  first: NoInfer<Name>;
  page: (name: Name) => ComponentChildren;
}

export function DialogPages<Name extends string>({ title, names, first, page }: Props<Name>) {
  const [name, setName] = useState<Name>(first);
  return (
    <Dialog title={title} class="dialog--settings">
      <div class="settings">
        <nav aria-label={title} class="settings__pages">
          {(Object.keys(names) as Name[]).map((each) => (
            <button
              key={each}
              type="button"
              class="list__item"
              aria-current={each === name ? "page" : undefined}
              onClick={() => setName(each)}
            >
              {names[each]}
            </button>
          ))}
        </nav>
        <section aria-label={names[name]}>{page(name)}</section>
      </div>
    </Dialog>
  );
}
