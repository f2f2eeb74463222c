// One value that listeners follow.
// The value is replaced, never changed in place; listeners hear of it once per microtask.

export interface Store<S> {
  readonly state: S;
  /** A field that is undefined goes. */
  update(patch: { [K in keyof S]?: S[K] | undefined }): void;
  subscribe(listener: () => void): () => void;
}

export function createStore<S extends object>(initial: S): Store<S> {
  let state = initial;
  let told = true;
  const listeners = new Set<() => void>();

  function tell(): void {
    told = true;
    for (const listener of [...listeners]) listener();
  }

  return {
    get state() {
      return state;
    },
    update(patch) {
      const keys = Object.keys(patch) as (keyof S)[];
      if (keys.every((key) => Object.is(patch[key], state[key]))) return;
      const entries = Object.entries({ ...state, ...patch }).filter(
        ([, value]) => value !== undefined,
      );
      state = Object.fromEntries(entries) as S;
      if (!told) return;
      told = false;
      queueMicrotask(tell);
    },
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}
