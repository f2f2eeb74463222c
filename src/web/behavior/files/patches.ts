// A file with some of its bytes replaced in place: read a little at a time, however large it is.
// Its length never changes, so whatever points into it still points right.

export type Bytes = Uint8Array<ArrayBuffer>;

export interface Patch {
  at: number;
  bytes: Bytes;
}

/** The same blob where there is nothing to replace. Of two that overlap, the one that begins first counts. */
export function patched(source: Blob, patches: readonly Patch[]): Blob {
  if (patches.length === 0) return source;
  const parts: BlobPart[] = [];
  let done = 0;
  for (const { at, bytes } of patches.toSorted((a, b) => a.at - b.at)) {
    const rest = bytes.subarray(Math.max(0, done - at), Math.max(0, source.size - at));
    if (rest.length === 0) continue;
    const from = Math.max(done, at);
    parts.push(source.slice(done, from), rest);
    done = from + rest.length;
  }
  parts.push(source.slice(done));
  return new Blob(parts, { type: source.type });
}

const WINDOW_BYTES = 64 * 1024;

/** Reads `length` bytes from `at` on, fewer at the end; what lies close by is not asked for again. */
export type Read = (at: number, length: number) => Promise<Bytes>;

export function readerOf(source: Blob): Read {
  let from = 0;
  let held: Bytes = new Uint8Array();
  return async (at, length) => {
    if (at < from || at + length > from + held.length) {
      const wanted = source.slice(at, at + Math.max(length, WINDOW_BYTES));
      held = new Uint8Array(await wanted.arrayBuffer());
      from = at;
    }
    return held.subarray(at - from, at - from + length);
  };
}

export const latin = (bytes: Uint8Array, at: number, length: number) =>
  String.fromCharCode(...bytes.subarray(at, at + length));

export const viewOf = (bytes: Uint8Array) =>
  new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
