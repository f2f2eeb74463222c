// Makes a chosen file ready for its upload, in the author's browser: its size on the screen, a placeholder,
// a thumbnail. What cannot be read goes as it is, and the server says what it thinks of it.

import type { UploadOptions } from "../../../client/upload.ts";
import { fileNameFrom } from "../../../protocol/file-names.ts";
import { mediaOf } from "../../../protocol/files.ts";
import { isAnimated } from "./metadata.ts";
import { encode, fromPixels, SIDE } from "./placeholder.ts";
import { anonymous } from "./without-metadata.ts";

type Told = "name" | "type" | "width" | "height" | "duration" | "placeholder" | "thumbnail";

export interface Prepared extends Pick<UploadOptions, Told> {
  source: Blob;
  thumbnailSize?: { width: number; height: number };
}

/** Pixels to the longer side of a thumbnail: sharp in the timeline on any screen. */
const THUMBNAIL_SIDE = 800;
/** A picture of so few bytes is its own thumbnail. */
const SMALL_BYTES = 48 * 1024;
/** A medium that tells nothing of itself in this time tells nothing. */
const MEDIUM_MS = 8_000;

export async function prepare(file: File, thumbnailBytes: number): Promise<Prepared> {
  const name = fileNameFrom(file.name);
  const type = plainType(file.type);
  const source = await anonymous(file).catch(() => file);
  const as = { name, source, ...(type && { type }) };
  const medium = mediaOf(type);
  if (medium === undefined) return as;
  try {
    if (medium === "image") return await preparePicture(as, thumbnailBytes);
    return await prepareMedium(as, medium, thumbnailBytes);
  } catch {
    // Without the claim to be a medium: it is only what its bytes are.
    return { name, source };
  }
}

export const plainType = (type: string) => type.split(";", 1)[0]?.trim() ?? "";

async function preparePicture(as: Prepared, thumbnailBytes: number): Promise<Prepared> {
  const { source } = as;
  const bitmap = await createImageBitmap(source);
  const size = { width: bitmap.width, height: bitmap.height };
  const animated = isAnimated(new Uint8Array(await source.slice(0, 64).arrayBuffer()));
  const small = source.size <= SMALL_BYTES && Math.max(size.width, size.height) <= THUMBNAIL_SIDE;
  const thumbnail = small || animated ? undefined : await thumbnailOf(bitmap, thumbnailBytes);
  const placeholder = await placeholderOf(bitmap);
  bitmap.close();
  return { ...as, ...size, placeholder, ...thumbnail };
}

async function prepareMedium(
  as: Prepared,
  medium: "video" | "audio",
  thumbnailBytes: number,
): Promise<Prepared> {
  const element = document.createElement(medium);
  const url = URL.createObjectURL(as.source);
  try {
    element.muted = true;
    element.preload = medium === "video" ? "auto" : "metadata";
    element.src = url;
    await until(element, medium === "video" ? "loadeddata" : "loadedmetadata");
    const { duration } = element;
    const told = {
      ...as,
      ...(Number.isFinite(duration) && { duration: Math.round(duration * 1_000) }),
    };
    if (!(element instanceof HTMLVideoElement) || element.videoWidth === 0) return told;
    const size = { width: element.videoWidth, height: element.videoHeight };
    const bitmap = await createImageBitmap(element);
    const thumbnail = await thumbnailOf(bitmap, thumbnailBytes);
    const placeholder = await placeholderOf(bitmap);
    bitmap.close();
    return { ...told, ...size, placeholder, ...thumbnail };
  } finally {
    element.removeAttribute("src");
    element.load();
    URL.revokeObjectURL(url);
  }
}

function until(element: HTMLMediaElement, event: string): Promise<void> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => reject(new Error("says nothing")), MEDIUM_MS);
    const end = (act: () => void) => () => {
      clearTimeout(timer);
      act();
    };
    element.addEventListener(event, end(resolve), { once: true });
    element.addEventListener(
      "error",
      end(() => reject(new Error("is none"))),
      { once: true },
    );
  });
}

/** Nothing where even a bad one would be too large. */
async function thumbnailOf(
  bitmap: ImageBitmap,
  most: number,
): Promise<Pick<Prepared, "thumbnail" | "thumbnailSize">> {
  const scale = Math.min(1, THUMBNAIL_SIDE / Math.max(bitmap.width, bitmap.height));
  const width = Math.max(1, Math.round(bitmap.width * scale));
  const height = Math.max(1, Math.round(bitmap.height * scale));
  const [canvas, context] = canvasOf(width, height);
  context.imageSmoothingQuality = "high";
  context.drawImage(bitmap, 0, 0, width, height);
  for (const quality of [0.8, 0.5, 0.2]) {
    // A better one is not made where this one fits.
    // oxlint-disable-next-line no-await-in-loop
    const thumbnail = await encoded(canvas, quality);
    if (thumbnail && thumbnail.size <= most) return { thumbnail, thumbnailSize: { width, height } };
  }
  return {};
}

/** WebP, or JPEG where the browser writes none. */
export async function encoded(
  canvas: HTMLCanvasElement | OffscreenCanvas,
  quality: number,
): Promise<Blob | null> {
  const webp = await blobOf(canvas, "image/webp", quality);
  return webp?.type === "image/webp" ? webp : blobOf(canvas, "image/jpeg", quality);
}

function blobOf(
  canvas: HTMLCanvasElement | OffscreenCanvas,
  type: string,
  quality: number,
): Promise<Blob | null> {
  return "convertToBlob" in canvas
    ? canvas.convertToBlob({ type, quality })
    : new Promise((resolve) => canvas.toBlob(resolve, type, quality));
}

/** Halved until it is small: drawn to four pixels at once, most of the picture would count for nothing. */
async function placeholderOf(bitmap: ImageBitmap): Promise<string> {
  let from: CanvasImageSource = bitmap;
  let side = 64;
  while (true) {
    const [canvas, context] = canvasOf(side, side);
    context.drawImage(from, 0, 0, side, side);
    if (side === SIDE) return encode(fromPixels(context.getImageData(0, 0, SIDE, SIDE).data));
    from = canvas;
    side /= 2;
  }
}

export function canvasOf(
  width: number,
  height: number,
): [
  HTMLCanvasElement | OffscreenCanvas,
  CanvasRenderingContext2D | OffscreenCanvasRenderingContext2D,
] {
  const canvas =
    typeof OffscreenCanvas === "function"
      ? new OffscreenCanvas(width, height)
      : Object.assign(document.createElement("canvas"), { width, height });
  const context = canvas.getContext("2d") as
    | CanvasRenderingContext2D
    | OffscreenCanvasRenderingContext2D
    | null;
  if (!context) throw new Error("no canvas");
  return [canvas, context];
}
