// The messages of a room: a window of rows over what is loaded.
// What one reads stays where it is, whatever is added above or below; only at the bottom the newest is followed.

import { Component, createRef } from "preact";
import { effect } from "@preact/signals";
import type { Message } from "../../protocol/entries.ts";
import { ActiveRow } from "../behavior/active-row.ts";
import { onLogKey } from "../behavior/log-keys.ts";
import { showNotice } from "../behavior/notices.ts";
import type { OpenRoom } from "../behavior/open-room.ts";
import { places } from "../behavior/places.ts";
import { me } from "../behavior/session.ts";
import { followRoomLink } from "../behavior/room-links.ts";
import { ScrollKeeper } from "../behavior/scroll-keeper.ts";
import * as rowWindow from "../behavior/window.ts";
import { t } from "../strings.ts";
import { dayRows, isTail } from "./day-rows.tsx";
import { Icon } from "./icon.tsx";
import { RoomStart } from "./room-start.tsx";

const LIT_MS = 3_000;
/** Messages loaded beyond the rows, either way. */
const AHEAD = 100;
/** Pixels above the line "New" when a room opens there. */
const ABOVE_LINE = 64;

interface Props {
  room: OpenRoom;
  /** The message that a link asked for, and the navigation that did. */
  at?: number | undefined;
  visit: number;
}

interface State {
  window: rowWindow.RowWindow;
  active?: string | undefined;
  lit?: number | undefined;
  /** The newest message seen before one scrolled up. */
  seen: number;
  below: boolean;
}

export class Timeline extends Component<Props, State> {
  override state: State = { window: rowWindow.TAIL, seen: 0, below: false };

  readonly #scroller = createRef<HTMLDivElement>();
  readonly #active = new ActiveRow((active) => {
    if (active !== this.state.active) this.setState({ active });
  });
  #keeper: ScrollKeeper | undefined;
  #rows: rowWindow.Rows = { start: 0, end: 0 };
  /** Where the next update scrolls to, instead of keeping the place. */
  #target: number | "bottom" | "line" | undefined = "bottom";
  #opened = false;
  /** A message to be led to once the room is there. */
  #wanted: number | undefined;
  #loading = false;
  #frame = 0;
  #litTimer: ReturnType<typeof setTimeout> | undefined;
  readonly #stops: (() => void)[] = [];

  override componentDidMount(): void {
    const element = this.#scroller.current;
    if (!element) return;
    this.#keeper = new ScrollKeeper(element);
    const resized = new ResizeObserver(() => this.#keeper?.resized());
    for (const one of [element, ...element.children]) resized.observe(one);
    // One's own words are where one looks next.
    let known = pendingIn(this.props.room);
    const stop = effect(() => {
      const count = pendingIn(this.props.room);
      if (count > known) void this.toNewest();
      known = count;
    });
    this.#stops.push(stop, () => resized.disconnect());
    places.timeline = this;
    this.#wanted = this.props.at;
    if (this.props.at === undefined && this.#isElsewhere()) void this.toNewest();
    this.#afterUpdate();
  }

  override componentWillUnmount(): void {
    for (const stop of this.#stops) stop();
    if (places.timeline === this) places.timeline = undefined;
    this.#active.cancel();
    clearTimeout(this.#litTimer);
    cancelAnimationFrame(this.#frame);
    this.props.room.atBottom.value = false;
  }

  override getSnapshotBeforeUpdate(): boolean {
    this.#keeper?.remember();
    return this.#scroller.current?.contains(document.activeElement) ?? false;
  }

  override componentDidUpdate(before: Props, _state: State, focusInside: boolean): void {
    const element = this.#scroller.current;
    // The row that had the focus may have left the window.
    if (focusInside && element && !element.contains(document.activeElement))
      element.focus({ preventScroll: true });
    if (this.props.visit !== before.visit) this.#wanted = this.props.at;
    this.#afterUpdate();
  }

  async jumpToDate(date: number): Promise<void> {
    const { room } = this.props;
    await room.client.jumpTo({ date });
    const { messages } = room.timeline.value;
    const first = messages.find((message) => message.ts >= date) ?? messages.at(-1);
    if (first) this.#light(first.seq);
  }

  async toNewest(): Promise<void> {
    const { room } = this.props;
    if (this.#isElsewhere()) await room.client.jumpToNewest();
    this.#target = "bottom";
    this.setState({ window: rowWindow.TAIL });
  }

  /** Where one stopped reading lies above what is loaded. */
  #isLineAbove(): boolean {
    const { newAfter, timeline } = this.props.room;
    const first = timeline.value.messages[0];
    return !timeline.value.start && !!newAfter.value && !!first && first.seq > newAfter.value + 1;
  }

  /** Opens where one stopped reading: known only once the server has said so. */
  #open(): void {
    const { newAfter, connection } = this.props.room;
    if (this.#opened || this.#rows.end === 0) return;
    if (connection.value.name !== "live" && connection.value.name !== "polling") return;
    this.#opened = true;
    const isThere = this.#keeper?.direction === undefined && this.props.at === undefined;
    if (isThere && newAfter.value && !this.#isLineAbove()) this.#openAtLine(newAfter.value);
  }

  #openAtLine(seq: number): void {
    const window = rowWindow.fromLine(this.props.room.timeline.value.messages, seq);
    if (!window) return;
    this.#target = "line";
    this.setState({ window });
  }

  async #toLine(): Promise<void> {
    const { room } = this.props;
    const seq = room.newAfter.value;
    if (seq === undefined) return;
    await room.client.jumpTo({ seq });
    this.#openAtLine(seq);
  }

  /** Leads to one message, loading what is around it first. */
  async toMessage(seq: number): Promise<void> {
    const { room } = this.props;
    this.#wanted = undefined;
    if (!this.#isLoaded(seq)) await room.client.jumpTo({ seq });
    if (this.#isLoaded(seq)) return this.#light(seq);
    showNotice(t.noSuchMessage);
    await this.toNewest();
  }

  #isLoaded(seq: number): boolean {
    const { messages } = this.props.room.timeline.value;
    return messages[rowWindow.lowerBound(messages, seq)]?.seq === seq;
  }

  #light(seq: number): void {
    const window = rowWindow.around(this.props.room.timeline.value.messages, seq);
    if (!window) return;
    this.#target = seq;
    this.setState({ window, lit: seq });
    clearTimeout(this.#litTimer);
    this.#litTimer = setTimeout(() => this.setState({ lit: undefined }), LIT_MS);
  }

  #afterUpdate(): void {
    const keeper = this.#keeper;
    if (!keeper) return;
    const { messages, start } = this.props.room.timeline.value;
    if (this.#wanted !== undefined && (messages.length > 0 || start))
      void this.toMessage(this.#wanted);
    if (this.#target !== undefined && this.#rows.end > 0) this.#aim(keeper, this.#target);
    else keeper.keep(this.#isTail());
    this.#see(messages);
    this.#look(keeper);
    this.#open();
    this.#fillSoon(keeper);
  }

  /** Rows change at the start of a frame only, and once: there the page knows how far a finger or key has scrolled. */
  #fillSoon(keeper: ScrollKeeper): void {
    cancelAnimationFrame(this.#frame);
    this.#frame = requestAnimationFrame(() => this.#fill(keeper));
  }

  /** What is on show stays in memory. */
  #see(messages: readonly Message[]): void {
    const from = messages[this.#rows.start]?.seq;
    if (from !== undefined) this.props.room.client.see({ from, to: this.state.window.to });
  }

  #aim(keeper: ScrollKeeper, target: number | "bottom" | "line"): void {
    const element = this.#scroller.current;
    this.#target = undefined;
    const toLine = target === "line";
    const row = element?.querySelector(toLine ? ".new-line" : `[data-seq="${target}"]`);
    if (!element || !row || target === "bottom") return keeper.toBottom(this.#isTail());
    keeper.toRow(row, toLine ? ABOVE_LINE : element.clientHeight / 3, this.#isTail());
    if (toLine) this.setState({ seen: this.props.room.readSeq.value });
    else if (row instanceof HTMLElement) row.focus({ preventScroll: true });
  }

  #isTail(): boolean {
    return isTail(this.props.room, this.#rows);
  }

  /** What is loaded lies in the room's past. */
  #isElsewhere(): boolean {
    const { messages, atHead } = this.props.room.timeline.value;
    return messages.length > 0 && !atHead;
  }

  readonly #onScroll = (): void => {
    const keeper = this.#keeper;
    if (!keeper) return;
    keeper.look();
    this.#active.scrolled();
    this.#look(keeper);
    this.#fillSoon(keeper);
  };

  /** Tells the room whether its newest message is in view, and remembers what has been seen. */
  #look(keeper: ScrollKeeper): void {
    const { room } = this.props;
    const bottom = keeper.following && this.#isTail();
    room.atBottom.value = bottom;
    const below = !bottom && this.#rows.end > 0;
    const seen = bottom ? room.head.value : this.state.seen;
    if (seen !== this.state.seen || below !== this.state.below) this.setState({ seen, below });
  }

  /** Brings rows, and then history, in before the edge is reached. */
  #fill(keeper: ScrollKeeper): void {
    const element = this.#scroller.current;
    const { client, timeline } = this.props.room;
    const { messages, start, atHead } = timeline.value;
    if (!element || messages.length === 0 || this.#target !== undefined) return;
    const reach = Math.max(2 * element.clientHeight, 1_200);
    const rows = this.#rows;
    const above = rowWindow.hasAbove(rows, start);
    if (above && rows.end - rows.start < rowWindow.ROWS_FIRST) this.#extend("older");
    else if (keeper.direction === undefined) {
      if (rows.end < messages.length && keeper.distance < reach) return this.#extend("newer");
      // Nothing is loaded ahead before one scrolls, unless there would be nothing to scroll.
      const short = element.scrollHeight < 1.5 * element.clientHeight;
      if (short && !start) this.#load(() => client.loadOlder());
    } else if (keeper.direction === "older") {
      if (element.scrollTop < reach && above) this.#extend("older");
      else if (element.scrollTop < reach * 2 && rows.start < AHEAD && !start)
        this.#load(() => client.loadOlder());
    } else if (keeper.distance < reach) {
      if (rows.end < messages.length) this.#extend("newer");
      else if (!atHead) this.#load(() => client.loadNewer());
    } else if (keeper.distance < reach * 2 && messages.length - rows.end < AHEAD && !atHead)
      this.#load(() => client.loadNewer());
  }

  #extend(where: "older" | "newer"): void {
    const { messages } = this.props.room.timeline.value;
    this.setState({ window: rowWindow.extend(messages, this.#window(), where) });
  }

  #load(load: () => Promise<void>): void {
    if (this.#loading) return;
    this.#loading = true;
    const done = () => (this.#loading = false);
    void load().then(done, done);
  }

  #window(): rowWindow.RowWindow {
    const { messages } = this.props.room.timeline.value;
    return rowWindow.settle(messages, this.state.window, this.#keeper?.following ?? true);
  }

  #unseen(messages: readonly Message[], seen: number): number {
    const { timeline, unread } = this.props.room;
    if (!timeline.value.atHead) return unread.value;
    const you = me.value?.id;
    const from = rowWindow.lowerBound(messages, seen + 1);
    return messages.slice(from).filter((message) => message.by !== you).length;
  }

  render({ room, at }: Props, { active, lit, below, seen }: State) {
    const { messages, start } = room.timeline.value;
    void room.connection.value.name;
    // Nothing that a link did not ask for flashes by before it is there.
    const waits = !this.#keeper && at !== undefined && !this.#isLoaded(at);
    const window = (this.state.window = this.#window());
    const rows = (this.#rows = waits
      ? { start: 0, end: 0 }
      : rowWindow.withContext(rowWindow.rowsOf(messages, window), start));
    const unseen = below ? this.#unseen(messages, seen) : 0;
    const empty = messages.length === 0 && pendingIn(room) === 0;
    return (
      <div class="timeline">
        <div
          class="timeline__scroller"
          role="log"
          aria-label={t.messages}
          aria-live="off"
          aria-busy={empty && !start}
          tabIndex={0}
          ref={this.#scroller}
          onScroll={this.#onScroll}
          onKeyDown={(event) => onLogKey(event.currentTarget, event, () => void this.toNewest())}
          onClick={followRoomLink}
          {...this.#active.handlers}
        >
          <div class="timeline__content">
            {start && rows.start === 0 && <RoomStart room={room} empty={empty} />}
            {dayRows({ room, messages, rows, active, lit })}
          </div>
        </div>
        {this.#isLineAbove() && (
          <button type="button" class="chip to-line" onClick={() => void this.#toLine()}>
            <Icon name="up" />
            {t.jumpToUnread}
          </button>
        )}
        {below && (
          <button type="button" class="chip to-newest" onClick={() => void this.toNewest()}>
            <Icon name="down" />
            {t.jumpToNewest}
            {unseen > 0 && (
              <span class="chip__count">
                {unseen.toLocaleString()}
                <span class="unseen"> {t.newOnes(unseen)}</span>
              </span>
            )}
          </button>
        )}
      </div>
    );
  }
}

/** How many of one's own messages are on their way into the main timeline. */
function pendingIn(room: OpenRoom): number {
  return room.pending.value.filter(({ thread }) => thread === undefined).length;
}
