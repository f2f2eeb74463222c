// One turn of a room: decide and commit, then perform, then log.
// A rule that throws is a bug: it has changed nothing, nothing was sent, and its frame is refused.

import { pong } from "../../protocol/codec.ts";
import { refuse } from "../../room/commands.ts";
import { reject, type Connection, type Context, type Effect } from "../../room/context.ts";
import { head } from "../../room/log.ts";
import { settings, type Settings } from "../../room/settings.ts";
import { FAILURES } from "../answers.ts";
import { logBug, logLine } from "../log-line.ts";
import { newId } from "../random.ts";
import { isElsewhere, perform, type Actor, type Means } from "./perform.ts";
import type { CountedSql } from "./storage.ts";

/** What a turn is about, for the log line and for a refusal. */
export interface About {
  type: string;
  id?: string;
  ref?: string;
}

export class Turns {
  /** Another one in the next log line: the room had hibernated, moved or restarted. */
  private readonly instance = newId().slice(0, 8);
  private readonly state: DurableObjectState;
  private readonly means: Omit<Means, "now"> & { sql: CountedSql };

  constructor(state: DurableObjectState, means: Omit<Means, "now"> & { sql: CountedSql }) {
    this.state = state;
    this.means = means;
  }

  /** False where the rule threw. */
  take(
    room: Settings,
    actor: Actor,
    connection: Connection,
    about: About,
    rule: (context: Context) => Effect[],
  ): boolean {
    const now = Date.now();
    const { person } = actor;
    const { request } = connection;
    const { sql, rates, board } = this.means;
    const where = {
      request,
      command: about.type,
      room: room.name,
      person,
      instance: this.instance,
    };
    const before = { ...sql.rows };
    let effects: Effect[];
    let decided = true;
    try {
      const context: Context = {
        sql,
        now,
        wait: rates.waits(person, now),
        online: () => board.online(),
        isElsewhere: () => isElsewhere(this.means.sockets, actor),
      };
      effects = sql.transact(() => rule(context));
    } catch (error) {
      logBug(where, error);
      decided = false;
      effects = afterBug(connection, about);
    }
    perform({ ...this.means, now }, actor, effects);
    const newest = effects.findLast((effect) => effect.do === "publish")?.entries.at(-1);
    if (newest) this.tellHead(room.epoch, newest.seq);
    const outcome = outcomeOf(effects);
    // What was accepted is in the room's own log; a line for each message would cost more than its row.
    if (effects.length > 0 && outcome !== "accepted") {
      const rowsRead = sql.rows.read - before.read;
      const rowsWritten = sql.rows.written - before.written;
      logLine({ at: "command", ...where, outcome, rowsRead, rowsWritten, ms: Date.now() - now });
    }
    return decided;
  }

  /** The runtime answers `ping` with the head, without waking us [H3]. */
  tellHead(epoch: string, seq: number): void {
    this.state.setWebSocketAutoResponse(new WebSocketRequestResponsePair("ping", pong(epoch, seq)));
  }

  /** The same where nothing but storage knows the head. */
  tellStoredHead(): void {
    const room = settings(this.means.sql);
    if (room) this.tellHead(room.epoch, head(this.means.sql).seq);
  }
}

function afterBug(connection: Connection, { id, ref }: About): Effect[] {
  if (id !== undefined) return refuse(connection, id, FAILURES.internal);
  return [reject(FAILURES.internal, ref === undefined ? {} : { ref })];
}

function outcomeOf(effects: readonly Effect[]): string {
  const answer = effects.find((effect) => effect.do === "reply")?.frame;
  return answer?.type === "rejected" ? answer.code : (answer?.type ?? "ok");
}
