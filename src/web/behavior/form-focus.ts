// A form that opens in place of a button takes the focus, and gives it back when it closes.

import type { RefObject } from "preact";
import { useEffect, useRef } from "preact/hooks";

/** `section` holds the form while `isOpen`, and the buttons while not. */
export function useFormFocus(section: RefObject<HTMLElement | null>, isOpen: boolean): void {
  const was = useRef(false);
  useEffect(() => {
    if (isOpen) section.current?.querySelector<HTMLElement>("form input")?.focus();
    else if (was.current) section.current?.querySelector<HTMLElement>("button")?.focus();
    was.current = isOpen;
  }, [isOpen]);
}
