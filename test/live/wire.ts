// A socket of the wire contract on the real server, without the client: what one sends is what goes out.
// `next` waits for a frame, so that no test needs to guess how long one takes.

import type { DownFrame } from "../../src/protocol/frames.ts";
import { roomPath, socketUrl } from "../../src/client/address.ts";
import { defaultPlatform } from "../../src/client/platform.ts";

type Frame = DownFrame | { type: "pong"; text: string };

export interface Wire {
  send(frame: object | string): void;
  /** The next frame of this type that was not taken yet. */
  next<T extends Frame["type"]>(type: T): Promise<Extract<Frame, { type: T }>>;
  /** Set once the socket has closed. */
  readonly closed: number | undefined;
  close(): void;
}

export async function openWire(
  origin: string,
  room: string,
  token: string,
  query: Record<string, string | number> = {},
): Promise<Wire> {
  const headers = { Authorization: `Bearer ${token}` };
  const url = socketUrl(origin, roomPath(room), query);
  const socket = defaultPlatform().openSocket(url, ["edgewise.v1"], headers);
  const frames: Frame[] = [];
  let closed: number | undefined;
  let waiting: (() => void)[] = [];
  const wake = () => {
    const woken = waiting;
    waiting = [];
    for (const look of woken) look();
  };
  socket.onmessage = ({ data }) => {
    const text = data as string;
    frames.push(text.startsWith("{") ? (JSON.parse(text) as DownFrame) : { type: "pong", text });
    wake();
  };
  socket.onclose = ({ code }) => {
    closed = code;
    wake();
  };
  await new Promise<void>((resolve, reject) => {
    socket.onopen = resolve;
    socket.onerror = () => reject(new Error(`The upgrade of ${room} failed.`));
  });
  return {
    send: (frame) => socket.send(typeof frame === "string" ? frame : JSON.stringify(frame)),
    async next(type) {
      for (;;) {
        const at = frames.findIndex((frame) => frame.type === type);
        if (at >= 0) return frames.splice(at, 1)[0] as never;
        if (closed !== undefined) throw new Error(`Closed with ${closed} before a ${type} came.`);
        await new Promise<void>((resolve) => waiting.push(resolve));
      }
    },
    get closed() {
      return closed;
    },
    close: () => socket.close(1000, ""),
  };
}
