// The height that is really left over a phone's keyboard, as the custom property --app-height.
// Browsers that resize the page themselves report the same height, so it is always safe to use.

export function startViewport(): void {
  const viewport = window.visualViewport;
  if (!viewport) return;
  const measure = () => {
    // Pinched in, the page keeps its size.
    if (viewport.scale > 1.01) return;
    document.documentElement.style.setProperty("--app-height", `${viewport.height}px`);
    if (document.documentElement.scrollTop > 0) document.documentElement.scrollTop = 0;
  };
  viewport.addEventListener("resize", measure);
  viewport.addEventListener("scroll", measure);
  measure();
}
