// Light, dark, or as the system has it.
// static/theme.js sets the same attribute before the first paint.

import { signal } from "@preact/signals";
import { store } from "./app.ts";

export type Theme = "system" | "light" | "dark";
export const THEMES: readonly Theme[] = ["system", "light", "dark"];

const KEY = "theme";

export const theme = signal<Theme>(THEMES.find((one) => one === store.get(KEY)) ?? "system");

export function setTheme(to: Theme): void {
  theme.value = to;
  if (to === "system") {
    store.remove(KEY);
    delete document.documentElement.dataset["theme"];
  } else {
    store.set(KEY, to);
    document.documentElement.dataset["theme"] = to;
  }
}
