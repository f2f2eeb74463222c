// A TCP proxy on loopback whose way down is as narrow as one wants: a raw socket that reads so much a second.
// What it has not read stays with the server and the kernel between them; nothing is lost or reordered.

import { connect, createServer, type AddressInfo, type Socket } from "node:net";

const TICK_MS = 50;

export interface SlowLine {
  url: string;
  /** Bytes a second on the way down; a change counts at once, for open connections, too. */
  rate: number;
  close(): Promise<void>;
}

export async function startSlowLine(port: number, rate: number): Promise<SlowLine> {
  const open = new Set<Socket>();
  const server = createServer((near) => {
    const far = connect({ port, host: "localhost" });
    near.pipe(far);
    // Makes it fill its buffer, which is all that it takes from the kernel by itself.
    far.on("readable", () => {});
    const timer = setInterval(() => {
      const most = Math.min(far.readableLength, Math.ceil((line.rate * TICK_MS) / 1_000));
      const chunk = most > 0 ? (far.read(most) as Buffer | null) : null;
      if (chunk) near.write(chunk);
    }, TICK_MS);
    far.on("close", () => near.destroy());
    near.on("close", () => {
      clearInterval(timer);
      far.destroy();
    });
    for (const socket of [near, far]) {
      open.add(socket);
      socket.on("error", () => socket.destroy());
      socket.once("close", () => open.delete(socket));
    }
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const line: SlowLine = {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    rate,
    close() {
      for (const socket of open) socket.destroy();
      return new Promise((resolve) => server.close(() => resolve()));
    },
  };
  return line;
}
