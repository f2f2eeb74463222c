// Who may come into a private room by which invite [D7], and what ends it [O13]: the rule in the words of its reader.
// Both sides are held: nobody gets in by one that does not hold, and whoever has one that does gets in.

import { Raw } from "./raw.ts";
import type { Scene } from "./scene.ts";
import type { Slot } from "./slot.ts";
import type { Step } from "./steps.ts";

interface Invite {
  id: string;
  token: string;
  by: string;
  /** ms since 1970, the server's time. */
  until: number;
  most: number;
  used: Set<string>;
  isRevoked: boolean;
}

type Own = Extract<
  Step,
  { do: "invite" | "come" | "revoke" | "archive" | "restore" | "end" | "abandon" }
>;

export class Belonging {
  private readonly invites: Invite[] = [];
  private isArchived = false;
  private count = 0;
  private readonly scene: Scene;
  private readonly owner: Raw;
  private readonly isGroup: boolean;

  constructor(scene: Scene, owner: Raw, isGroup: boolean) {
    this.scene = scene;
    this.owner = owner;
    this.isGroup = isGroup;
  }

  async take(step: Own, slot: Slot): Promise<void> {
    if (this.scene.oracle.isGone) return;
    switch (step.do) {
      case "invite":
        return this.invite(step, slot);
      case "come":
        return this.come(step.share, slot);
      case "revoke":
        return this.revoke(step.share);
      case "archive":
      case "restore":
        return this.archive(step.do === "archive");
      case "end":
        await this.owner.ask("DELETE", `/api/rooms/${this.scene.roomName}`);
        return this.isOver();
      case "abandon":
        for (const who of [...this.scene.slots.map(({ person }) => person), this.owner.person])
          await this.leave(new Raw(this.scene, who));
        return this.isOver();
    }
  }

  /** In a group by anybody in it, else by the owner. */
  private async invite(step: Extract<Own, { do: "invite" }>, { person }: Slot): Promise<void> {
    const by = this.isGroup ? new Raw(this.scene, person) : this.owner;
    this.count += 1;
    const asked = {
      id: `an-invite-${this.count}`,
      ...(step.most !== null && { most: step.most }),
      ...(step.forMs !== null && { forMs: step.forMs }),
    };
    const now = Date.now();
    const { status, text } = await by.ask("POST", this.path("/invites"), asked);
    if (status !== 201) return;
    const { id, token } = JSON.parse(text) as { id: string; token: string };
    this.invites.push({
      id,
      token,
      by: by.person.id,
      until: step.forMs === null ? Infinity : now + step.forMs,
      most: step.most ?? Infinity,
      used: new Set(),
      isRevoked: false,
    });
  }

  private async come(share: number, { person }: Slot): Promise<void> {
    // The newest ones: others have used them, or are about to.
    const invite = this.invites.at(-1 - Math.floor(share * 2.99));
    if (!invite) return;
    const { scene } = this;
    const who = new Raw(scene, person);
    // Who is in needs no invite: as often as not they go first.
    if (share < 0.5 && !scene.oracle.isOut(person.id)) await this.leave(who);
    this.count += 1;
    const id = `a-coming-${this.count}`;
    this.note(who, id, `come ${person.id}`);
    const wasIn = !scene.oracle.isOut(person.id);
    // From the moment of its making to the answer: what ends in between may be judged either way.
    const held = this.holds(invite, person.id, 100);
    const path = `/api/invites/${scene.roomName}/${invite.token}`;
    const { status, text } = await who.ask("POST", path, { id });
    const holds = this.holds(invite, person.id, -100);
    if (wasIn || scene.oracle.isGone) return;
    if (status === 200) invite.used.add(person.id);
    if (status === 200 && !held)
      scene.oracle.fault(`[D7] let in by an invite that does not hold: ${JSON.stringify(invite)}`);
    if (status !== 200 && held && holds)
      scene.oracle.fault(`[D7] not let in by an invite that holds: ${text}`);
  }

  /** `slackMs`: how much longer than it says. */
  private holds({ by, until, most, used, isRevoked }: Invite, who: string, slackMs: number) {
    const { oracle } = this.scene;
    const isMakerIn = by === this.owner.person.id || !oracle.isOut(by);
    const mayAdd = isMakerIn && !(this.isGroup && this.isArchived);
    const isFree = used.has(who) || used.size < most;
    const isRemoved = (oracle.removed.get(who) ?? 0) > Date.now() - slackMs;
    return !isRevoked && mayAdd && isFree && Date.now() < until + slackMs && !isRemoved;
  }

  private async revoke(share: number): Promise<void> {
    const invite = this.invites[Math.floor(share * (this.invites.length - 1))];
    if (!invite) return;
    const { status } = await this.owner.ask("DELETE", this.path(`/invites/${invite.id}`));
    if (status === 204) invite.isRevoked = true;
  }

  private async archive(archived: boolean): Promise<void> {
    this.count += 1;
    const id = `a-mode-${this.count}`;
    this.note(this.owner, id, archived ? "archive" : "restore");
    const { type } = await this.owner.request({ type: "mode", id, after: 0, archived });
    if (type === "accepted") this.isArchived = archived;
  }

  private async leave(who: Raw): Promise<void> {
    this.count += 1;
    const id = `an-exit-${this.count}`;
    this.note(who, id, `leave ${who.person.id}`);
    // Whoever has just said a lot waits, as with any command [P5].
    for (;;) {
      const answer = await who.request({ type: "leave", id, after: 0 });
      if (answer.type !== "rejected" || answer.code !== "rate_limited") return;
      await this.scene.run(answer.retryAfterMs ?? 1_000);
    }
  }

  /** From now on there is no such room for anybody, and nothing that was in it is stored. */
  private isOver(): void {
    const { oracle, room } = this.scene;
    if (!oracle.isGone) return oracle.fault("[O13] the room is still there");
    for (const table of ["log", "member", "belonging", "invite", "notice"])
      if (room.storage.rows(`SELECT 1 FROM ${table}`).length > 0)
        oracle.fault(`[O13] ${table} holds something after the end of the room`);
  }

  private note(who: Raw, id: string, body: string): void {
    who.wrote(id, body, true);
    Object.assign(this.scene.oracle.intents.get(id) ?? {}, { mayBeGone: true });
  }

  private path(rest: string): string {
    return `/api/rooms/${this.scene.roomName}${rest}`;
  }
}
