// Light, dark, or as the system has it.

import { useId } from "preact/hooks";
import { setTheme, theme, THEMES, type Theme } from "../behavior/theme.ts";
import { a } from "../strings-account.ts";

const NAMES: Record<Theme, string> = {
  system: a.themeSystem,
  light: a.themeLight,
  dark: a.themeDark,
};

export function Themes() {
  const group = useId();
  return (
    <fieldset class="themes">
      <legend>{a.theme}</legend>
      <div class="themes__choices">
        {THEMES.map((one) => (
          <label key={one} class="themes__choice">
            <input
              type="radio"
              name={group}
              value={one}
              checked={theme.value === one}
              onChange={() => setTheme(one)}
            />
            <span>{NAMES[one]}</span>
          </label>
        ))}
      </div>
    </fieldset>
  );
}
