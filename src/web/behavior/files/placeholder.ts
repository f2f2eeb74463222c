// The placeholder of a picture: 16 pixels of it, four by four, and of a sound 48 heights of its wave.
// Both are 48 bytes, which are the 64 characters that an upload may carry.

export const SIDE = 4;
export const BYTES = 48;

export function encode(bytes: Uint8Array): string {
  return btoa(String.fromCharCode(...bytes));
}

/** Undefined where somebody sent something else. */
export function decode(code: string | undefined): Uint8Array | undefined {
  try {
    const raw = atob((code ?? "").replaceAll("-", "+").replaceAll("_", "/"));
    return raw.length === BYTES ? Uint8Array.from(raw, (char) => char.charCodeAt(0)) : undefined;
  } catch {
    return undefined;
  }
}

/** Out of the 64 bytes of four by four pixels, on white where they are transparent. */
export function fromPixels(rgba: Uint8ClampedArray): Uint8Array {
  const bytes = new Uint8Array(BYTES);
  for (let i = 0; i < SIDE * SIDE; i++) {
    const alpha = (rgba[4 * i + 3] ?? 0) / 255;
    for (let c = 0; c < 3; c++)
      bytes[3 * i + c] = Math.round((rgba[4 * i + c] ?? 0) * alpha + 255 * (1 - alpha));
  }
  return bytes;
}

export function toPixels(bytes: Uint8Array): Uint8ClampedArray<ArrayBuffer> {
  const rgba = new Uint8ClampedArray(4 * SIDE * SIDE).fill(255);
  for (let i = 0; i < SIDE * SIDE; i++)
    for (let c = 0; c < 3; c++) rgba[4 * i + c] = bytes[3 * i + c] ?? 0;
  return rgba;
}

/** The loudest of each 48th of a recording; the loudest of all fills the height. */
export function waveOf(loudness: readonly number[]): Uint8Array {
  const top = Math.max(...loudness, 1e-6);
  return Uint8Array.from({ length: BYTES }, (_, i) => {
    const from = Math.floor((i * loudness.length) / BYTES);
    const to = Math.max(from + 1, Math.floor(((i + 1) * loudness.length) / BYTES));
    return Math.round((255 * Math.max(0, ...loudness.slice(from, to))) / top);
  });
}
