// One message: of the log, or still on its way there.
// Its props are plain values, and it renders again only when one of them changed.

import { Component } from "preact";
import { copyText } from "../behavior/clipboard.ts";
import { openDialog } from "../behavior/dialogs.ts";
import { roomPath } from "../behavior/router.ts";
import { fullTimeOf, timeOf } from "../behavior/time.ts";
import { t } from "../strings.ts";
import { Avatar } from "./avatar.tsx";
import { Icon } from "./icon.tsx";
import { Markdown } from "./markdown.tsx";

export interface RowProps {
  room: string;
  /** Missing while the log does not hold it. */
  seq?: number | undefined;
  by: string;
  author: string;
  body: string;
  ts: number;
  first: boolean;
  /** The pointer, the focus or a long press is on it. */
  active: boolean;
  /** A link led here. */
  lit: boolean;
  failure?: string | undefined;
  onRetry?: (() => void) | undefined;
  onDiscard?: (() => void) | undefined;
}

/** One to three emoji and nothing else. */
const EMOJI =
  /^(?:\s*(?:\p{RI}\p{RI}|\p{Extended_Pictographic}(?:[\u{1f3fb}-\u{1f3ff}]|\ufe0f)?(?:\u200d\p{Extended_Pictographic}\ufe0f?)*)){1,3}\s*$/u;
const isEmoji = (body: string) => body.length < 60 && EMOJI.test(body);

const COMPARED = [
  "room",
  "seq",
  "author",
  "body",
  "ts",
  "first",
  "active",
  "lit",
  "failure",
] as const;

export class Row extends Component<RowProps> {
  override shouldComponentUpdate(next: RowProps): boolean {
    return COMPARED.some((key) => next[key] !== this.props[key]);
  }

  render({ seq, by, author, body, ts, first, active, lit, failure }: RowProps) {
    const time = timeOf(ts);
    const pending = seq === undefined && failure === undefined;
    const clock = (
      <time dateTime={new Date(ts).toISOString()} title={fullTimeOf(ts)}>
        {time}
      </time>
    );
    return (
      <article
        class={`row${first ? " row--first" : ""}${pending ? " row--pending" : ""}${failure ? " row--failed" : ""}${lit ? " row--lit" : ""}${active ? " row--active" : ""}`}
        aria-label={t.article(author, pending ? `${time}, ${t.sending}` : time)}
        data-seq={seq}
        tabIndex={-1}
      >
        <div class="row__gutter">{first ? <Avatar name={author} /> : clock}</div>
        <div class="row__main">
          {first && (
            <div class="row__head">
              <button
                type="button"
                class="row__author"
                tabIndex={-1}
                onClick={() => openDialog({ name: "person", id: by })}
              >
                {author}
              </button>
              {clock}
            </div>
          )}
          <div class={`body${isEmoji(body) ? " body--emoji" : ""}`} dir="auto">
            <Markdown text={body} />
          </div>
          {failure !== undefined && this.#failure(failure)}
        </div>
        {active && seq !== undefined && this.#actions(seq)}
      </article>
    );
  }

  #failure(why: string) {
    return (
      <div class="row__failure">
        <Icon name="alert" />
        <span>
          {t.notSent} {why}
        </span>
        <button type="button" class="link" onClick={() => this.props.onRetry?.()}>
          {t.retry}
        </button>
        <button type="button" class="link" onClick={() => this.props.onDiscard?.()}>
          {t.discard}
        </button>
      </div>
    );
  }

  #actions(seq: number) {
    const copy = () => copyText(location.origin + roomPath(this.props.room, seq));
    return (
      <div class="row__actions" role="toolbar" aria-label={t.actions}>
        <button
          type="button"
          class="icon-button"
          aria-label={t.copyLink}
          title={t.copyLink}
          onClick={() => void copy()}
        >
          <Icon name="link" />
        </button>
      </div>
    );
  }
}
