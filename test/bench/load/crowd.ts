// People in rooms: connected, counted, and checked to have all heard the same.
// Every message that reaches somebody counts once, in whichever frame it came.

import type { Measured } from "../servers.ts";
import { ageMs, eachMark, markedBody, senderOf } from "./marks.ts";
import type { Deed, Talk } from "./tongues.ts";
import { Wire } from "./wire.ts";

/** Sockets whose messages are timed. */
const TIMED = 40;
const CONNECTING = 16;
const SEQ = Buffer.from('"seq":');

export interface Member {
  index: number;
  room: string;
  wire: Wire;
  talk: Talk & { own: number };
  /** Messages heard, and a digest of which and in which order. */
  heard: number;
  digest: number;
  speaks: boolean;
  timed: boolean;
}

export interface CrowdOptions {
  server: Measured;
  people: number;
  rooms?: number;
  /** Those who speak, in each room. */
  speakers: number;
  /** Each asks for the newest messages on entering. */
  page?: boolean;
}

let crowds = 0;

export class Crowd {
  readonly members: Member[] = [];
  readonly ages: number[] = [];
  delivered = 0;
  sent = 0;
  frames = 0;
  gone = 0;
  /** Called for each message that a speaker hears of its own. */
  onOwn: (member: Member) => void = () => {};
  /** Called for each message that anybody hears. */
  onHeard: (member: Member) => void = () => {};

  private readonly options: Required<CrowdOptions>;
  private readonly prefix = `bench-${++crowds}`;
  private prepared: Promise<{ names: string[]; roomNames: string[] }> | undefined;

  constructor(options: CrowdOptions) {
    this.options = { rooms: 1, page: false, ...options };
  }

  get perRoom(): number {
    return this.options.people / this.options.rooms;
  }

  get speakers(): Member[] {
    return this.members.filter(({ speaks }) => speaks);
  }

  /** People and rooms are there, and nobody is in yet. */
  prepare(): Promise<{ names: string[]; roomNames: string[] }> {
    return (this.prepared ??= this.makeAll());
  }

  private async makeAll(): Promise<{ names: string[]; roomNames: string[] }> {
    const { server, people, rooms } = this.options;
    const names = Array.from({ length: people }, (_, i) => `p${i}`);
    const roomNames = Array.from({ length: rooms }, (_, i) => `${this.prefix}-${i}`);
    await server.tongue.prepare(`http://127.0.0.1:${server.port}`, names, roomNames);
    return { names, roomNames };
  }

  async connect(): Promise<void> {
    const { people } = this.options;
    const { names, roomNames } = await this.prepare();
    let next = 0;
    const lane = async () => {
      while (next < people) {
        const index = next++;
        await this.enter(index, roomNames[Math.floor(index / this.perRoom)]!, names[index]!);
      }
    };
    await Promise.all(Array.from({ length: CONNECTING }, lane));
  }

  enter(index: number, room: string, person: string): Promise<Member> {
    const { server, people, page, speakers } = this.options;
    const { path, headers } = server.tongue.address(room, person);
    const talk = { seq: 0, epoch: "", page: 0, own: 0 };
    const speaks = index % this.perRoom < speakers;
    const timed = index % Math.max(1, Math.floor(people / TIMED)) === 0;
    const member = { index, room, talk, heard: 0, digest: 0, speaks, timed } as Member;
    return new Promise((resolve, reject) => {
      let entered = false;
      member.wire = new Wire(server.port, path, headers, {
        opened: () => {},
        frame: (bytes, start, end) => {
          if (entered) return this.take(member, bytes, start, end);
          const text = bytes.toString("utf8", start, end);
          entered = server.tongue.enter(text, talk, member.wire, { room, person, page });
          if (entered) resolve(member);
        },
        closed: (why) => {
          this.gone++;
          reject(new Error(`${server.name}, ${person} in ${room}: ${why}`));
        },
      });
      this.members.push(member);
    });
  }

  /** Leaves and enters anew, with a page of the newest messages. */
  async comeBack(member: Member): Promise<void> {
    member.wire.close();
    const again = await this.enter(member.index, member.room, `p${member.index}`);
    this.members.splice(this.members.indexOf(again), 1);
    again.talk.own = member.talk.own;
    this.members[this.members.indexOf(member)] = again;
  }

  /** Says something of `length` characters that all in the room are to hear. */
  post(member: Member, length = 100): void {
    this.sent++;
    this.say(member, { type: "post", body: markedBody(member.index, length) });
  }

  say(member: Member, deed: Deed): void {
    member.wire.send(this.options.server.tongue.say(deed, member.talk));
  }

  /** What everybody in a room heard, where all heard the same as often as it was sent; throws otherwise. */
  check(): void {
    if (this.gone > 0) throw new Error(`${this.gone} connections were lost.`);
    const expected = this.sent * this.perRoom;
    if (this.delivered !== expected)
      throw new Error(`${this.options.server.name}: ${this.delivered} of ${expected} came.`);
    const seen = new Map<string, string>();
    for (const { room, heard, digest } of this.members) {
      const all = seen.get(room) ?? `${heard} ${digest}`;
      seen.set(room, all);
      if (all !== `${heard} ${digest}`)
        throw new Error(`${this.options.server.name}: not all in ${room} heard the same.`);
    }
  }

  isQuiet(): boolean {
    return this.delivered >= this.sent * this.perRoom || this.gone > 0;
  }

  leave(): void {
    for (const { wire } of this.members) wire.close();
  }

  private take(member: Member, bytes: Buffer, start: number, end: number): void {
    this.frames++;
    const heard = (number: number, at: number): void => {
      member.heard++;
      member.digest = (Math.imul(member.digest, 31) + number) | 0;
      if (member.timed) this.ages.push(ageMs(number));
      this.delivered++;
      this.onHeard(member);
      if (!member.speaks || senderOf(number) !== member.index) return;
      member.talk.own = numberAfter(bytes, bytes.lastIndexOf(SEQ, at));
      this.onOwn(member);
    };
    if (member.speaks) follow(member.talk, bytes, start, end);
    if (eachMark(bytes, start, end, heard) > 0) return;
    this.options.server.tongue.answer?.(
      bytes.toString("latin1", start, Math.min(end, start + 40)),
      member.wire,
    );
  }
}

/** The newest `seq` that a frame names. */
function follow(talk: Talk, bytes: Buffer, start: number, end: number): void {
  const at = bytes.subarray(start, end).lastIndexOf(SEQ);
  if (at >= 0) talk.seq = Math.max(talk.seq, numberAfter(bytes, start + at));
}

function numberAfter(bytes: Buffer, at: number): number {
  let number = 0;
  for (let i = at + SEQ.length; bytes[i]! >= 48 && bytes[i]! <= 57; i++)
    number = number * 10 + bytes[i]! - 48;
  return number;
}
