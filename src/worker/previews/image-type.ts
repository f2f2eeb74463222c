// Which picture some bytes are, by their own beginning: no header and no name is believed.
// SVG is none of them: it is a document that may carry scripts.

/** Bytes that decide. */
export const MAGIC_BYTES = 64;

/** The media type, or undefined for what is no PNG, JPEG, GIF, WebP or AVIF. */
export function imageTypeOf(bytes: Uint8Array): string | undefined {
  const text = String.fromCharCode(...bytes.subarray(0, MAGIC_BYTES));
  if (text.startsWith("\x89PNG\r\n\x1a\n")) return "image/png";
  if (text.startsWith("\xff\xd8\xff")) return "image/jpeg";
  if (/^GIF8[79]a/.test(text)) return "image/gif";
  if (/^RIFF[^]{4}WEBP/.test(text)) return "image/webp";
  return isAvif(text) ? "image/avif" : undefined;
}

/** The first box names the brands it is compatible with. */
function isAvif(text: string): boolean {
  if (text.slice(4, 8) !== "ftyp") return false;
  const end = text.charCodeAt(2) * 256 + text.charCodeAt(3);
  const brands = text.slice(8, Math.min(end, MAGIC_BYTES)).match(/[^]{4}/g) ?? [];
  return brands.some((brand, i) => i !== 1 && (brand === "avif" || brand === "avis"));
}
