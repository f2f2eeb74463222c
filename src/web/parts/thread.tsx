// The thread under one message, beside its room: the message, what was answered, and where one answers.
// It follows its newest message while one is there, and otherwise stays where one reads.

import { Component, createRef } from "preact";
import { useLayoutEffect } from "preact/hooks";
import { effect } from "@preact/signals";
import { ActiveRow } from "../behavior/active-row.ts";
import { onLogKey } from "../behavior/log-keys.ts";
import type { OpenRoom } from "../behavior/open-room.ts";
import { isLooking } from "../behavior/reading.ts";
import { followRoomLink } from "../behavior/room-links.ts";
import { closeSide } from "../behavior/router.ts";
import { ScrollKeeper } from "../behavior/scroll-keeper.ts";
import { silenceOf } from "../behavior/silence.ts";
import { d } from "../strings-dialogs.ts";
import { Composer } from "./composer.tsx";
import { dayRows } from "./day-rows.tsx";
import { AnyIcon } from "./any-icon.tsx";
import { IconButton } from "./icon-button.tsx";

interface Props {
  room: OpenRoom;
  root: number;
  at?: number | undefined;
}

export function Thread({ room, root, at }: Props) {
  useLayoutEffect(() => {
    room.client.openThread(root);
    return () => room.client.closeThread();
  }, [room, root]);
  const thread = room.thread.value;
  const isGone = thread?.timeline.atHead === true && (thread.first?.deleted ?? !thread.first);
  return (
    <section
      class="thread"
      aria-label={d.thread}
      onKeyDown={(event) => {
        if (event.key !== "Escape" || event.defaultPrevented) return;
        event.stopPropagation();
        closeSide();
      }}
    >
      <header class="room-header thread__header">
        <h2 class="room-header__title">{d.thread}</h2>
        <IconButton label={d.closeThread} onClick={closeSide}>
          <AnyIcon name="close" />
        </IconButton>
      </header>
      <Replies room={room} at={at} />
      {isGone ? (
        <p class="hint thread__gone">{d.noSuchThread}</p>
      ) : (
        silenceOf(room) === undefined && <Composer room={room} thread={root} />
      )}
    </section>
  );
}

interface State {
  active?: string | undefined;
  lit?: number | undefined;
}

class Replies extends Component<Omit<Props, "root">, State> {
  override state: State = { lit: this.props.at };

  readonly #scroller = createRef<HTMLDivElement>();
  readonly #active = new ActiveRow((active) => {
    if (active !== this.state.active) this.setState({ active });
  });
  #keeper: ScrollKeeper | undefined;
  #isSeen = false;
  readonly #stops: (() => void)[] = [];

  override componentDidMount(): void {
    const element = this.#scroller.current;
    if (!element) return;
    const keeper = (this.#keeper = new ScrollKeeper(element));
    const resized = new ResizeObserver(() => keeper.resized());
    for (const one of [element, ...element.children]) resized.observe(one);
    this.#stops.push(
      () => resized.disconnect(),
      effect(() => void (isLooking.value && this.#read())),
    );
    this.componentDidUpdate();
  }

  override componentWillUnmount(): void {
    for (const stop of this.#stops) stop();
    this.#active.cancel();
  }

  override getSnapshotBeforeUpdate(): null {
    this.#keeper?.remember();
    return null;
  }

  override componentDidUpdate(): void {
    const keeper = this.#keeper;
    if (!keeper) return;
    const { at } = this.props;
    const wanted = this.#isSeen
      ? null
      : this.#scroller.current?.querySelector(`[data-seq="${at}"]`);
    if (wanted) {
      this.#isSeen = true;
      keeper.toRow(wanted, 80, this.#isTail());
    } else keeper.keep(this.#isTail());
    this.#read();
  }

  #isTail(): boolean {
    return this.props.room.thread.value?.timeline.atHead ?? true;
  }

  /** Read is what one looks at: the newest message in view, and the page in front. */
  #read(): void {
    const { room } = this.props;
    const thread = room.thread.peek();
    const last = thread?.timeline.messages.at(-1);
    if (thread && last && isLooking.peek() && this.#keeper?.following && this.#isTail())
      room.client.markThreadRead(thread.root, last.seq);
  }

  readonly #onScroll = (): void => {
    this.#keeper?.look();
    this.#active.scrolled();
    this.#read();
  };

  readonly #toNewest = (): void => this.#keeper?.toBottom(this.#isTail());

  render({ room }: Props, { active, lit }: State) {
    const thread = room.thread.value;
    const messages = thread?.timeline.messages ?? [];
    const isEmpty = thread?.timeline.atHead && messages.length === 0;
    const rows = { start: 0, end: messages.length };
    const first = thread?.first;
    return (
      <div
        class="timeline__scroller thread__scroller"
        role="log"
        aria-label={d.thread}
        aria-live="off"
        aria-busy={!thread?.timeline.atHead}
        tabIndex={0}
        ref={this.#scroller}
        onScroll={this.#onScroll}
        onKeyDown={(event) => onLogKey(event.currentTarget, event, this.#toNewest)}
        onClick={followRoomLink}
        {...this.#active.handlers}
      >
        <div class="timeline__content">
          {first && (
            <div class="thread__root">
              {dayRows({
                room,
                messages: [first],
                rows: { start: 0, end: 1 },
                active,
                lit,
                thread: thread.root,
                isRoot: true,
              })}
            </div>
          )}
          {thread && !thread.timeline.start && messages.length > 0 && (
            <button
              type="button"
              class="link thread__older"
              onClick={() => void room.client.loadOlderReplies()}
            >
              {d.olderReplies}
            </button>
          )}
          {isEmpty && <p class="hint thread__empty">{d.noReplies}</p>}
          {dayRows({ room, messages, rows, active, lit, ...(thread && { thread: thread.root }) })}
        </div>
      </div>
    );
  }
}
