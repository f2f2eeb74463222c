// The page's small memory: localStorage where it works, this page's life where it does not.
// Reading and writing never throw.

export interface Store {
  get(key: string): string | undefined;
  set(key: string, value: string): void;
  remove(key: string): void;
  keys(): string[];
}

const PREFIX = "edgewise:";

export function memoryStore(): Store {
  const map = new Map<string, string>();
  return {
    get: (key) => map.get(key),
    set: (key, value) => void map.set(key, value),
    remove: (key) => void map.delete(key),
    keys: () => [...map.keys()],
  };
}

export function browserStore(): Store {
  const fallback = memoryStore();
  const attempt = <T>(action: () => T, instead: () => T): T => {
    try {
      return action();
    } catch {
      return instead();
    }
  };
  return {
    get: (key) =>
      fallback.get(key) ??
      attempt(
        () => localStorage.getItem(PREFIX + key) ?? undefined,
        () => undefined,
      ),
    // A full or forbidden storage must not cost the draft of this page's life.
    set: (key, value) =>
      attempt(
        () => {
          localStorage.setItem(PREFIX + key, value);
          fallback.remove(key);
        },
        () => fallback.set(key, value),
      ),
    remove: (key) => {
      fallback.remove(key);
      attempt(
        () => localStorage.removeItem(PREFIX + key),
        () => undefined,
      );
    },
    keys: () =>
      fallback.keys().concat(
        attempt(
          () =>
            Object.keys(localStorage)
              .filter((key) => key.startsWith(PREFIX))
              .map((key) => key.slice(PREFIX.length)),
          () => [],
        ),
      ),
  };
}
