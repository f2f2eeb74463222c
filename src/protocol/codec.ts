// Text to frame and back, as both sides need it.
// What is no frame from the server is passed over, never thrown at.

import type { UpFrame } from "./commands.ts";
import type { DownFrame } from "./frames.ts";

/** Parses one frame from the server; undefined where it is none (a client ignores those). */
export function parseDown(raw: string): DownFrame | undefined {
  const frame = parseObject(raw);
  return typeof frame?.["type"] === "string" ? (frame as unknown as DownFrame) : undefined;
}

export function encode(frame: UpFrame | DownFrame): string {
  return JSON.stringify(frame);
}

/** The text `pong EPOCH HEAD`, which the runtime answers to `ping` [H3]. */
export function pong(epoch: string, head: number): string {
  return `pong ${epoch} ${head}`;
}

export function parsePong(raw: string): { epoch: string; head: number } | undefined {
  const match = /^pong ([A-Za-z0-9_-]+) (\d+)$/.exec(raw);
  return match ? { epoch: match[1] ?? "", head: Number(match[2]) } : undefined;
}

/** The JSON object that `raw` is, or undefined. */
export function parseObject(raw: string): Record<string, unknown> | undefined {
  try {
    const value: unknown = JSON.parse(raw);
    return typeof value === "object" && value !== null && !Array.isArray(value)
      ? (value as Record<string, unknown>)
      : undefined;
  } catch {
    return undefined;
  }
}
