// A proxy on loopback between a browser and the server: it can refuse upgrades, or be cut.
// What it lets through it does not touch.

import { createServer, request, type Server as HttpServer } from "node:http";
import { connect, type AddressInfo, type Socket } from "node:net";

export interface Proxy {
  url: string;
  /** 502 to every upgrade while true; open sockets are cut. */
  refuseUpgrades(refuse: boolean): void;
  /** Upgrades let through so far. */
  upgrades(): number;
  /** Nothing gets through while true, and what is open breaks. */
  cut(isCut: boolean): void;
  close(): Promise<void>;
}

export async function startProxy(target: string): Promise<Proxy> {
  const { hostname, port } = new URL(target);
  const open = new Set<Socket>();
  const state = { refusing: false, isCut: false, upgrades: 0 };
  const server = createServer((incoming, outgoing) => {
    const headers = { ...incoming.headers, host: `${hostname}:${port}` };
    const { method, url } = incoming;
    const forward = request({ hostname, port, method, path: url, headers: rewritten(headers) });
    forward.on("response", (answer) => {
      outgoing.writeHead(answer.statusCode ?? 502, answer.headers);
      answer.pipe(outgoing);
    });
    forward.on("error", () => outgoing.destroy());
    incoming.pipe(forward);
  });
  server.on("connection", (socket) => {
    if (state.isCut) return void socket.destroy();
    open.add(socket);
    socket.on("close", () => open.delete(socket));
    socket.on("error", () => socket.destroy());
  });
  const tunnels = new Set<Socket>();
  server.on("upgrade", (incoming, socket: Socket, head) => {
    if (state.refusing)
      return void socket.end("HTTP/1.1 502 Bad Gateway\r\nContent-Length: 0\r\n\r\n");
    state.upgrades += 1;
    tunnels.add(socket);
    const onward = connect(Number(port), hostname, () => {
      const headers = rewritten({ ...incoming.headers, host: `${hostname}:${port}` });
      const lines = Object.entries(headers).map(([name, value]) => `${name}: ${String(value)}`);
      onward.write(`GET ${incoming.url} HTTP/1.1\r\n${lines.join("\r\n")}\r\n\r\n`);
      onward.write(head);
      onward.pipe(socket).pipe(onward);
    });
    for (const [one, other] of [
      [socket, onward],
      [onward, socket],
    ] as const) {
      one.on("close", () => {
        tunnels.delete(socket);
        other.destroy();
      });
      one.on("error", () => other.destroy());
    }
  });
  const own = () => `http://localhost:${(server.address() as AddressInfo).port}`;
  const rewritten = (headers: NodeJS.Dict<string | string[]>) =>
    headers["origin"] === own() ? { ...headers, origin: target } : headers;
  await new Promise<void>((resolve) => server.listen(0, "localhost", resolve));
  return {
    url: own(),
    upgrades: () => state.upgrades,
    refuseUpgrades(refuse) {
      state.refusing = refuse;
      if (refuse) for (const socket of tunnels) socket.destroy();
    },
    cut(isCut) {
      state.isCut = isCut;
      if (isCut) for (const socket of open) socket.destroy();
    },
    close: () => closed(server, open),
  };
}

function closed(server: HttpServer, open: ReadonlySet<Socket>): Promise<void> {
  for (const socket of open) socket.destroy();
  return new Promise((resolve) => server.close(() => resolve()));
}
