// A visitor without our client: it says what a test tells it to, and notes what it hears.
// With it a test decides about each frame, over either transport.

import { socketUrl } from "../../src/client/address.ts";
import type { UpFrame } from "../../src/protocol/commands.ts";
import type { DownFrame } from "../../src/protocol/frames.ts";
import { Net, ORIGIN } from "./net.ts";
import type { Scene } from "./scene.ts";

export interface Person {
  id: string;
  token: string;
}

export class Raw {
  readonly net: Net;
  readonly frames: DownFrame[] = [];
  /** Its commands as they went, by id. */
  readonly sent = new Map<string, string>();
  closed: number | undefined;
  isOpen = false;
  private readonly scene: Scene;
  readonly person: Person;
  private socket: ReturnType<Net["platform"]["openSocket"]> | undefined;

  constructor(scene: Scene, person: Person) {
    this.scene = scene;
    this.person = person;
    this.net = new Net(scene.world);
  }

  /** Opens a socket and waits for `welcome`, or for the close that comes instead. */
  async connect(
    query: Record<string, string | number> = {},
    version = "edgewise.v1",
  ): Promise<this> {
    const url = socketUrl(ORIGIN, `/room/${this.scene.roomName}`, query);
    this.isOpen = false;
    this.closed = undefined;
    this.socket = this.net.platform.openSocket(url, [version], this.headers);
    this.socket.onopen = () => (this.isOpen = true);
    this.socket.onclose = ({ code }) => (this.closed = code);
    this.socket.onmessage = ({ data }) => {
      if (typeof data === "string" && data.startsWith("{")) this.frames.push(JSON.parse(data));
    };
    const before = this.of("welcome").length;
    await this.scene.until(() => this.of("welcome").length > before || this.closed !== undefined);
    return this;
  }

  send(frame: UpFrame | Record<string, unknown> | string): void {
    this.socket?.send(typeof frame === "string" ? frame : JSON.stringify(frame));
  }

  /** A post in the name of this person; the oracle hears of it. */
  post(id: string, body: string, more: Record<string, unknown> = {}): Record<string, unknown> {
    this.wrote(id, body);
    const frame = { type: "post", id, body, after: 0, ...more };
    this.sent.set(id, JSON.stringify(frame));
    this.send(frame);
    return frame;
  }

  /** An edit, a deletion or a reaction. */
  change(id: string, what: Record<string, unknown>): void {
    this.wrote(id, `change ${id}`, true);
    const frame = { id, after: 0, ...what };
    this.sent.set(id, JSON.stringify(frame));
    this.send(frame);
  }

  wrote(id: string, body: string, isChange = false): void {
    const { oracle } = this.scene;
    if (oracle.intents.has(id)) return;
    const order = oracle.intents.size + 1;
    oracle.wrote({ slot: this.person.id, by: this.person.id, order, id, body, isChange });
  }

  /** One command over HTTP [T1], or a request that is answered as one. */
  async request(frame: Record<string, unknown>, where = "/log"): Promise<DownFrame> {
    const { text } = await this.ask("POST", `/api/rooms/${this.scene.roomName}${where}`, frame);
    return JSON.parse(text) as DownFrame;
  }

  /** Any request in the name of this person. */
  async ask(
    method: string,
    path: string,
    body?: object,
  ): Promise<{ status: number; text: string }> {
    let answer: { status: number; text: string } | undefined;
    void this.net.platform
      .fetch(`${ORIGIN}${path}`, {
        method,
        headers: { ...this.headers, "content-type": "application/json" },
        ...(body && { body: JSON.stringify(body) }),
      })
      .then(async (response) => {
        const text = await response.text();
        answer = { status: response.status, text };
      });
    await this.scene.until(() => answer !== undefined);
    return answer ?? { status: 0, text: "" };
  }

  /** A socket of the person's own: whoever watches the wire sees what it is told [T7]. */
  openInbox(): void {
    const url = socketUrl(ORIGIN, "/inbox", {});
    this.net.platform.openSocket(url, ["edgewise.v1"], this.headers);
  }

  of<T extends DownFrame["type"]>(type: T): Extract<DownFrame, { type: T }>[] {
    return this.frames.filter((frame) => frame.type === type) as Extract<DownFrame, { type: T }>[];
  }

  /** Waits for the answer to the newest command with this id. */
  async answer(id: string): Promise<Extract<DownFrame, { type: "accepted" | "rejected" }>> {
    const answers = () =>
      [...this.of("accepted"), ...this.of("rejected")].filter((frame) => frame.id === id);
    const before = this.heard.get(id) ?? 0;
    await this.scene.until(() => answers().length > before);
    this.heard.set(id, answers().length);
    return this.frames.findLast(
      (frame) => (frame.type === "accepted" || frame.type === "rejected") && frame.id === id,
    ) as never;
  }

  private readonly heard = new Map<string, number>();

  private get headers(): Record<string, string> {
    return { Authorization: `Bearer ${this.person.token}` };
  }
}
