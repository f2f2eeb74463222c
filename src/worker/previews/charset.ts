// The text of a page's bytes, in the charset that it names.
// The order is the browsers': a byte order mark, the header, the page itself; else UTF-8.

const MARKS: [string, readonly number[]][] = [
  ["utf-8", [0xef, 0xbb, 0xbf]],
  ["utf-16le", [0xff, 0xfe]],
  ["utf-16be", [0xfe, 0xff]],
];
/** Where a page has to name its charset. */
const PRESCAN_BYTES = 1_024;
const NAMED = /charset\s*=\s*["']?\s*([\w:.-]{1,40})/i;

export function decodePage(bytes: Uint8Array, contentType: string): string {
  const marked = MARKS.find(([, mark]) => mark.every((byte, i) => bytes[i] === byte))?.[0];
  const named = marked ?? NAMED.exec(contentType)?.[1] ?? namedInside(bytes) ?? "utf-8";
  return decoderOf(named).decode(bytes);
}

function namedInside(bytes: Uint8Array): string | undefined {
  const beginning = new TextDecoder("latin1").decode(bytes.subarray(0, PRESCAN_BYTES));
  for (const [meta] of beginning.matchAll(/<meta[^>]*>/gi)) {
    const name = NAMED.exec(meta)?.[1];
    // What can be read as single bytes to find this is no UTF-16, whatever it says.
    if (name) return /^utf-?16/i.test(name) ? "utf-8" : name;
  }
  return undefined;
}

function decoderOf(label: string): TextDecoder {
  try {
    return new TextDecoder(label);
  } catch {
    return new TextDecoder();
  }
}
