// The messages of a room: a window of rows over what is loaded.
// What one reads stays where it is, whatever is added above or below; only at the bottom the newest is followed.

import { Component, createRef, type ComponentChildren } from "preact";
import { effect } from "@preact/signals";
import type { Message } from "../../protocol/entries.ts";
import type { OpenRoom } from "../behavior/open-room.ts";
import { markGroups } from "../behavior/grouping.ts";
import { offsetIn, pickAnchor, type Anchor } from "../behavior/anchor.ts";
import { dayOf } from "../behavior/time.ts";
import {
  around,
  extend,
  lowerBound,
  rowsOf,
  settle,
  TAIL,
  type RowWindow,
  type Rows,
} from "../behavior/window.ts";
import { t } from "../strings.ts";
import { Day } from "./day.tsx";
import { Icon } from "./icon.tsx";
import { Row } from "./row.tsx";
import { RoomStart } from "./room-start.tsx";

const NEAR_BOTTOM = 100;
const PENDING_MOST = 20;
const LONG_PRESS_MS = 450;
const LIT_MS = 3_000;

interface Props {
  room: OpenRoom;
  /** The message that a link asked for, and the navigation that did. */
  at?: number | undefined;
  visit: number;
}

interface State {
  window: RowWindow;
  active?: string | undefined;
  lit?: number | undefined;
  /** The newest message seen before one scrolled up. */
  seen: number;
  below: boolean;
}

interface Snapshot {
  anchor?: Anchor | undefined;
  focusInside: boolean;
}

export class Timeline extends Component<Props, State> {
  override state: State = { window: TAIL, seen: 0, below: false };

  readonly #scroller = createRef<HTMLDivElement>();
  readonly #content = createRef<HTMLDivElement>();
  #following = true;
  #anchor: Anchor | undefined;
  /** Where the next update scrolls to, instead of keeping the place. */
  #target: number | "bottom" | "new-line" | undefined = "bottom";
  /** Where one last scrolled; nothing is loaded ahead before one does. */
  #direction: "older" | "newer" | undefined;
  #placed = false;
  #lastTop = 0;
  #loading = false;
  #rows: Rows = { start: 0, end: 0 };
  #press: ReturnType<typeof setTimeout> | undefined;
  #litTimer: ReturnType<typeof setTimeout> | undefined;
  #resized: ResizeObserver | undefined;
  #stop: (() => void) | undefined;

  get #element(): HTMLDivElement {
    if (!this.#scroller.current) throw new Error("The timeline is not in the page.");
    return this.#scroller.current;
  }

  override componentDidMount(): void {
    this.#resized = new ResizeObserver(() => this.#keepPlace());
    this.#resized.observe(this.#element);
    if (this.#content.current) this.#resized.observe(this.#content.current);
    // One's own words are where one looks next.
    let known = this.props.room.pending.value.length;
    this.#stop = effect(() => {
      const count = this.props.room.pending.value.length;
      if (count > known) void this.toNewest();
      known = count;
    });
    if (this.props.at !== undefined) void this.jumpTo(this.props.at);
    else if (this.#isElsewhere()) void this.toNewest();
    this.#afterUpdate();
  }

  override componentWillUnmount(): void {
    this.#resized?.disconnect();
    this.#stop?.();
    clearTimeout(this.#press);
    clearTimeout(this.#litTimer);
    this.props.room.atBottom.value = false;
  }

  override getSnapshotBeforeUpdate(): Snapshot {
    const element = this.#element;
    return { anchor: pickAnchor(element), focusInside: element.contains(document.activeElement) };
  }

  override componentDidUpdate(before: Props, _state: State, snapshot: Snapshot): void {
    if (snapshot.anchor) this.#anchor = snapshot.anchor;
    // The row that had the focus may have left the window.
    if (snapshot.focusInside && !this.#element.contains(document.activeElement))
      this.#element.focus({ preventScroll: true });
    if (this.props.visit !== before.visit && this.props.at !== undefined)
      void this.jumpTo(this.props.at);
    this.#afterUpdate();
  }

  /** Leads to one message, loading what is around it first. */
  async jumpTo(seq: number): Promise<void> {
    const { room } = this.props;
    const loaded = () => {
      const { messages } = room.timeline.value;
      return messages[lowerBound(messages, seq)]?.seq === seq;
    };
    if (!loaded()) await room.client.jumpTo({ seq });
    const { messages } = room.timeline.value;
    const window = around(messages, seq);
    if (!window) return;
    this.#following = false;
    this.#target = messages[lowerBound(messages, seq)]?.seq ?? seq;
    this.setState({ window, lit: seq });
    clearTimeout(this.#litTimer);
    this.#litTimer = setTimeout(() => this.setState({ lit: undefined }), LIT_MS);
  }

  async jumpToDate(date: number): Promise<void> {
    const { room } = this.props;
    await room.client.jumpTo({ date });
    const { messages } = room.timeline.value;
    const first = messages.find((message) => message.ts >= date) ?? messages.at(-1);
    if (first) await this.jumpTo(first.seq);
  }

  async toNewest(): Promise<void> {
    const { room } = this.props;
    if (!room.timeline.value.atHead) await room.client.jumpToNewest();
    this.#target = "bottom";
    this.#following = true;
    this.setState({ window: TAIL });
  }

  #afterUpdate(): void {
    const element = this.#scroller.current;
    if (!element) return;
    if (this.#rows.end > 0 && !this.#placed) {
      this.#placed = true;
      if (this.#target === "bottom" && this.props.room.newAfter.value) this.#target = "new-line";
    }
    if (this.#target !== undefined && this.#rows.end > 0) this.#aim(this.#target);
    else this.#keepPlace();
    this.#look();
    this.#fill();
  }

  #aim(target: number | "bottom" | "new-line"): void {
    const element = this.#element;
    this.#target = undefined;
    const row =
      target === "new-line"
        ? element.querySelector(".new-line")
        : element.querySelector(`[data-seq="${target}"]`);
    if (target === "bottom" || !row) {
      element.scrollTop = element.scrollHeight;
      this.#following = true;
    } else {
      const space = target === "new-line" ? 64 : element.clientHeight / 3;
      element.scrollTop += offsetIn(element, row) - space;
      this.#following = this.#distance() <= NEAR_BOTTOM && this.#atTail();
      if (target !== "new-line" && row instanceof HTMLElement) row.focus({ preventScroll: true });
    }
    this.#lastTop = element.scrollTop;
    this.#anchor = pickAnchor(element);
  }

  #keepPlace(): void {
    const element = this.#scroller.current;
    if (!element) return;
    if (this.#following && this.#atTail()) {
      if (this.#distance() > 0) element.scrollTop = element.scrollHeight;
    } else if (this.#anchor?.row.isConnected) {
      const moved = offsetIn(element, this.#anchor.row) - this.#anchor.top;
      if (Math.abs(moved) >= 0.5) element.scrollTop += moved;
    }
    this.#lastTop = element.scrollTop;
    this.#anchor = pickAnchor(element);
  }

  #distance(): number {
    const element = this.#element;
    return element.scrollHeight - element.scrollTop - element.clientHeight;
  }

  /** One left this room while reading its past. */
  #isElsewhere(): boolean {
    const { messages, atHead } = this.props.room.timeline.value;
    return messages.length > 0 && !atHead;
  }

  /** The rows reach the newest message there is. */
  #atTail(): boolean {
    const { messages, atHead } = this.props.room.timeline.value;
    return atHead && this.#rows.end >= messages.length;
  }

  readonly #onScroll = (): void => {
    const element = this.#element;
    if (element.scrollTop !== this.#lastTop)
      this.#direction = element.scrollTop < this.#lastTop ? "older" : "newer";
    this.#lastTop = element.scrollTop;
    this.#following = this.#atTail() && this.#distance() <= NEAR_BOTTOM;
    this.#anchor = pickAnchor(element);
    clearTimeout(this.#press);
    this.#look();
    this.#fill();
  };

  /** Tells the room whether its newest message is in view, and remembers what has been seen. */
  #look(): void {
    const { room } = this.props;
    const bottom = this.#following && this.#atTail();
    room.atBottom.value = bottom;
    const seen = bottom ? room.head.value : this.state.seen;
    if (seen !== this.state.seen || this.state.below === bottom)
      this.setState({ seen, below: !bottom });
  }

  /** Brings rows, and then history, in before the edge is reached. */
  #fill(): void {
    const element = this.#element;
    const { room } = this.props;
    const { messages, start, atHead } = room.timeline.value;
    if (messages.length === 0 || this.#target !== undefined) return;
    const reach = Math.max(2 * element.clientHeight, 1_200);
    if (this.#direction === undefined) {
      const short = element.scrollHeight < 1.5 * element.clientHeight;
      if (short && !start) this.#load(() => room.client.loadOlder());
    } else if (this.#direction === "older") {
      if (element.scrollTop < reach && this.#rows.start > 0) this.#extend("older");
      else if (element.scrollTop < reach * 2 && this.#rows.start < 100 && !start)
        this.#load(() => room.client.loadOlder());
    } else if (this.#distance() < reach) {
      if (this.#rows.end < messages.length) this.#extend("newer");
      else if (!atHead) this.#load(() => room.client.loadNewer());
    }
  }

  #extend(where: "older" | "newer"): void {
    const { messages } = this.props.room.timeline.value;
    this.setState({ window: extend(messages, this.#current(), where) });
  }

  #load(load: () => Promise<void>): void {
    if (this.#loading) return;
    this.#loading = true;
    const done = () => (this.#loading = false);
    void load().then(done, done);
  }

  #current(): RowWindow {
    return settle(this.props.room.timeline.value.messages, this.state.window, this.#following);
  }

  readonly #onPointerOver = (event: PointerEvent): void => {
    if (event.pointerType === "mouse") this.#activate(event.target);
  };

  readonly #onPointerDown = (event: PointerEvent): void => {
    if (event.pointerType === "mouse") return;
    clearTimeout(this.#press);
    const { target } = event;
    if (!(target instanceof Element) || target.closest(".row__actions")) return;
    this.#activate(undefined);
    this.#press = setTimeout(() => this.#activate(target), LONG_PRESS_MS);
  };

  readonly #endPress = (): void => clearTimeout(this.#press);

  readonly #onPointerLeave = (event: PointerEvent): void => {
    if (event.pointerType === "mouse" && !this.#element.contains(document.activeElement))
      this.#activate(undefined);
  };

  #activate(target: EventTarget | null | undefined): void {
    const row = target instanceof Element ? target.closest("article") : null;
    const active = row?.dataset["seq"];
    if (active !== this.state.active) this.setState({ active });
  }

  readonly #onKeyDown = (event: KeyboardEvent): void => {
    if (
      (event.key !== "ArrowUp" && event.key !== "ArrowDown") ||
      event.altKey ||
      event.ctrlKey ||
      event.metaKey
    )
      return;
    const rows = [...this.#element.querySelectorAll("article")];
    const at = rows.findIndex((row) => row.contains(document.activeElement));
    const visible = rows.findLastIndex(
      (row) => offsetIn(this.#element, row) < this.#element.clientHeight - 20,
    );
    const next = at === -1 ? visible : at + (event.key === "ArrowUp" ? -1 : 1);
    event.preventDefault();
    rows[Math.max(0, Math.min(rows.length - 1, next))]?.focus();
  };

  render({ room }: Props, { active, lit, below, seen }: State) {
    const timeline = room.timeline.value;
    const window = this.#current();
    const rows = rowsOf(timeline.messages, window);
    this.#rows = rows;
    this.state.window = window;
    const unseen = below && timeline.atHead ? this.#unseen(timeline.messages, seen) : 0;
    const empty = timeline.messages.length === 0 && room.pending.value.length === 0;
    return (
      <div class="timeline">
        <div
          class="timeline__scroller"
          role="log"
          aria-label={t.messages}
          aria-live="off"
          aria-busy={empty && !timeline.start}
          tabIndex={0}
          ref={this.#scroller}
          onScroll={this.#onScroll}
          onPointerOver={this.#onPointerOver}
          onPointerLeave={this.#onPointerLeave}
          onPointerDown={this.#onPointerDown}
          onPointerUp={this.#endPress}
          onPointerCancel={this.#endPress}
          onFocusIn={(event) => this.#activate(event.target)}
          onKeyDown={this.#onKeyDown}
        >
          <div class="timeline__content" ref={this.#content}>
            {timeline.start && rows.start === 0 && <RoomStart room={room} empty={empty} />}
            {this.#days(timeline.messages, rows, active, lit)}
          </div>
        </div>
        {below && (
          <button
            type="button"
            class="to-newest"
            aria-label={t.jumpToNewest}
            onClick={() => void this.toNewest()}
          >
            <Icon name="down" />
            <span>{unseen > 0 ? t.newMessages(unseen) : t.jumpToNewest}</span>
          </button>
        )}
      </div>
    );
  }

  /** Whoever never read anything has a line only where all there is can be seen. */
  #newAfter(): number | undefined {
    const { newAfter, timeline } = this.props.room;
    return newAfter.value === 0 && !timeline.value.start ? undefined : newAfter.value;
  }

  #unseen(messages: readonly Message[], seen: number): number {
    const you = this.props.room.you.value?.id;
    let count = 0;
    for (let i = messages.length - 1; i >= 0 && (messages[i]?.seq ?? 0) > seen; i--)
      if (messages[i]?.by !== you) count++;
    return count;
  }

  /** Rows by day, so that each day's name stays in view while its messages do. */
  #days(
    messages: readonly Message[],
    rows: Rows,
    active: string | undefined,
    lit: number | undefined,
  ) {
    const { room } = this.props;
    const people = room.people.value;
    const you = room.you.value;
    const shown = messages.slice(rows.start, rows.end);
    const atTail = rows.end >= messages.length && room.timeline.value.atHead;
    const pending = atTail ? room.pending.value.slice(0, PENDING_MOST) : [];
    const more = atTail ? room.pending.value.length - pending.length : 0;
    const all = [
      ...shown,
      ...pending.map((message) => ({ ...message, by: you?.id ?? "", seq: undefined })),
    ];
    const marks = markGroups(all, {
      dayOf,
      previous: messages[rows.start - 1],
      newAfter: this.#newAfter(),
      you: you?.id,
    });

    const days: { ts: number; children: ComponentChildren[] }[] = [];
    all.forEach((message, i) => {
      if (marks[i]?.day || days.length === 0) days.push({ ts: message.ts, children: [] });
      const day = days.at(-1);
      if (marks[i]?.line)
        day?.children.push(
          <div key="new" class="new-line" role="separator">
            <span>{t.isNew}</span>
          </div>,
        );
      const failure = "failure" in message ? message.failure?.message : undefined;
      day?.children.push(
        <Row
          key={`${message.by}:${message.id}`}
          room={room.name}
          seq={message.seq}
          by={message.by}
          author={people.get(message.by)?.name ?? (message.by === you?.id ? you.name : t.someone)}
          body={message.body}
          ts={message.ts}
          first={marks[i]?.first ?? true}
          active={message.seq !== undefined && String(message.seq) === active}
          lit={message.seq === lit && lit !== undefined}
          failure={failure}
          onRetry={() => room.client.retry(message.id)}
          onDiscard={() => room.client.discard(message.id)}
        />,
      );
    });
    return [
      ...days.map(({ ts, children }) => (
        <Day key={dayOf(ts)} ts={ts}>
          {children}
        </Day>
      )),
      more > 0 && (
        <p key="more" class="hint">
          {t.waiting(more)}
        </p>
      ),
    ];
  }
}
