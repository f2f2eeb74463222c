// A modal dialog: the browser's own, so that focus stays inside and returns afterwards.
// Closing always goes through the element.

import type { ComponentChildren } from "preact";
import { useLayoutEffect, useRef } from "preact/hooks";
import { closeDialog, dialog } from "../behavior/dialogs.ts";
import { t } from "../strings.ts";
import { AnyIcon } from "./any-icon.tsx";
import { IconButton } from "./icon-button.tsx";

interface Props {
  title: string;
  class?: string;
  /** The title names the dialog but is not shown. */
  bare?: boolean;
  children: ComponentChildren;
}

export function Dialog({ title, class: kind = "", bare = false, children }: Props) {
  const element = useRef<HTMLDialogElement>(null);
  const outside = useRef(false);
  useLayoutEffect(() => {
    const shown = element.current;
    shown?.showModal();
    const first = shown?.querySelector<HTMLElement>("[data-first]");
    (first ?? shown?.querySelector<HTMLElement>("input"))?.focus();
    return () => shown?.close();
  }, []);
  return (
    <dialog
      class={`dialog ${kind}`}
      aria-label={title}
      ref={element}
      onClose={(event) => {
        // Another dialog may have taken its place meanwhile.
        if (event.currentTarget === element.current && element.current.isConnected)
          dialog.value = undefined;
      }}
      onPointerDown={(event) => {
        outside.current = event.target === element.current;
      }}
      onClick={(event) => {
        // Only a press that began beside the dialog, not a selection that ended there.
        if (outside.current && event.target === element.current) closeDialog();
      }}
    >
      <div class="dialog__content">
        {!bare && (
          <header class="dialog__head">
            <h2>{title}</h2>
            <IconButton label={t.close} onClick={closeDialog}>
              <AnyIcon name="close" />
            </IconButton>
          </header>
        )}
        {children}
      </div>
    </dialog>
  );
}
