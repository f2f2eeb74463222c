// A link as a picture to scan. Loaded when one is shown.

import { encode } from "uqr";

export function Qr({ text, label }: { text: string; label: string }) {
  const { data, size } = encode(text, { ecc: "M", border: 2 });
  const dark = data
    .flatMap((row, y) => row.map((isDark, x) => (isDark ? `M${x} ${y}h1v1h-1z` : "")))
    .join("");
  return (
    <svg class="invite__qr" viewBox={`0 0 ${size} ${size}`} role="img" aria-label={label}>
      <path d={dark} fill="#000" shape-rendering="crispEdges" />
    </svg>
  );
}
