// How large a picture is, by its own beginning, and whether that beginning holds together.
// Nothing is decoded: what claims to be enormous is found out before anybody's browser unpacks it.

export interface ImageSize {
  width: number;
  height: number;
}

/** Undefined where the beginning is broken, or does not hold the size. `size`: bytes of the whole file. */
export function imageSize(type: string, head: Uint8Array, size: number): ImageSize | undefined {
  const view = new DataView(head.buffer, head.byteOffset, head.byteLength);
  try {
    const found = READERS[type]?.(view, size);
    return found && found.width > 0 && found.height > 0 ? found : undefined;
  } catch (error) {
    // Beyond the end: it is cut, or lies about its parts.
    if (error instanceof RangeError) return undefined;
    throw error;
  }
}

const READERS: Record<string, (view: DataView, size: number) => ImageSize | undefined> = {
  "image/png": png,
  "image/jpeg": jpeg,
  "image/gif": gif,
  "image/webp": webp,
  "image/avif": avif,
};

/** The first chunk is its header, of 13 bytes. */
function png(view: DataView): ImageSize | undefined {
  if (view.getUint32(8) !== 13 || textAt(view, 12) !== "IHDR") return undefined;
  const [depth, colour] = [view.getUint8(24), view.getUint8(25)];
  if (![1, 2, 4, 8, 16].includes(depth) || ![0, 2, 3, 4, 6].includes(colour)) return undefined;
  // Compression, filter and interlace: nothing else is defined.
  if (view.getUint8(26) !== 0 || view.getUint8(27) !== 0 || view.getUint8(28) > 1) return undefined;
  return { width: view.getUint32(16), height: view.getUint32(20) };
}

/** Segments follow each other up to the one that begins a frame. */
function jpeg(view: DataView): ImageSize | undefined {
  for (let at = 2; ;) {
    if (view.getUint8(at) !== 0xff) return undefined;
    const marker = view.getUint8(at + 1);
    // Any number of fill bytes may stand before a marker.
    if (marker === 0xff) {
      at += 1;
      continue;
    }
    const isFrame = marker >= 0xc0 && marker <= 0xcf && ![0xc4, 0xc8, 0xcc].includes(marker);
    if (isFrame) return { width: view.getUint16(at + 7), height: view.getUint16(at + 5) };
    // Scans, the end, and what stands alone have no place before the frame.
    if (marker < 0xc0 || (marker >= 0xd0 && marker <= 0xda)) return undefined;
    const length = view.getUint16(at + 2);
    if (length < 2) return undefined;
    at += 2 + length;
  }
}

/** After the colours comes a picture or an extension. */
function gif(view: DataView): ImageSize | undefined {
  const flags = view.getUint8(10);
  const colours = (flags & 0x80) === 0 ? 0 : 3 * 2 ** ((flags & 7) + 1);
  if (![0x21, 0x2c].includes(view.getUint8(13 + colours))) return undefined;
  return { width: view.getUint16(6, true), height: view.getUint16(8, true) };
}

/** The container names its own length, which is that of the file. */
function webp(view: DataView, size: number): ImageSize | undefined {
  if (Math.abs(view.getUint32(4, true) + 8 - size) > 1) return undefined;
  switch (textAt(view, 12)) {
    case "VP8 ": {
      const isKey = (view.getUint8(20) & 1) === 0 && view.getUint8(23) === 0x9d;
      if (!isKey || view.getUint16(24) !== 0x012a) return undefined;
      return {
        width: view.getUint16(26, true) & 0x3fff,
        height: view.getUint16(28, true) & 0x3fff,
      };
    }
    case "VP8L": {
      if (view.getUint8(20) !== 0x2f) return undefined;
      const bits = view.getUint32(21, true);
      return { width: (bits & 0x3fff) + 1, height: ((bits >>> 14) & 0x3fff) + 1 };
    }
    case "VP8X":
      return { width: uint24(view, 24) + 1, height: uint24(view, 27) + 1 };
    default:
      return undefined;
  }
}

/** The largest of the sizes in its properties: a grid of tiles names that of the whole beside those of the tiles. */
function avif(view: DataView): ImageSize | undefined {
  const meta = boxIn(view, 0, view.byteLength, "meta");
  // A version and flags stand before what is in it.
  const properties = meta && boxIn(view, meta.from + 4, meta.to, "iprp");
  const container = properties && boxIn(view, properties.from, properties.to, "ipco");
  if (!container) return undefined;
  let found: ImageSize | undefined;
  for (const box of boxes(view, container.from, container.to)) {
    if (box.name !== "ispe") continue;
    const size = { width: view.getUint32(box.from + 4), height: view.getUint32(box.from + 8) };
    if (!found || size.width * size.height > found.width * found.height) found = size;
  }
  return found;
}

interface Box {
  name: string;
  from: number;
  to: number;
}

function boxIn(view: DataView, from: number, to: number, name: string): Box | undefined {
  for (const box of boxes(view, from, to)) if (box.name === name) return box;
  return undefined;
}

function* boxes(view: DataView, from: number, to: number): Generator<Box> {
  for (let at = from; at + 8 <= to;) {
    const length = view.getUint32(at);
    // The long form and the open end are for the media itself, which comes last.
    if (length < 8) return;
    yield { name: textAt(view, at + 4), from: at + 8, to: Math.min(to, at + length) };
    at += length;
  }
}

function textAt(view: DataView, at: number): string {
  return String.fromCharCode(...[0, 1, 2, 3].map((i) => view.getUint8(at + i)));
}

function uint24(view: DataView, at: number): number {
  return view.getUint16(at, true) + view.getUint8(at + 2) * 0x10000;
}
