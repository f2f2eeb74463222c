// Sets the chosen theme before the first paint; src/web/behavior/theme.ts owns it afterwards.
try {
  const theme = localStorage.getItem("edgewise:theme");
  if (theme === "light" || theme === "dark") document.documentElement.dataset.theme = theme;
} catch {
  // Storage is forbidden: the system's theme it is.
}
