// A part of the page that is not in its first load: fetched when it is wanted, or when the page has come to rest.
// Tried again by whoever wants it next, where the network failed.

import { signal } from "@preact/signals";
import type { ComponentType } from "preact";

export function lazyPart<P extends object>(fetchIt: () => Promise<ComponentType<P>>) {
  const loaded = signal<ComponentType<P> | undefined>(undefined);
  let loading: Promise<void> | undefined;
  const load = () => {
    loading ??= fetchIt().then(
      (part) => void (loaded.value = part),
      () => void (loading = undefined),
    );
  };
  /** Nothing until it is there. */
  const Part = (props: P) => {
    const Now = loaded.value;
    return Now ? <Now {...props} /> : null;
  };
  return { load, Part, isLoaded: () => loaded.value !== undefined };
}
