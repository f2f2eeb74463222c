// One message: of the log, or still on its way there.
// Its props are plain values, and it renders again only when one of them changed.

import { Component } from "preact";
import type { FileInfo } from "../../protocol/files.ts";
import type { Mentions, Quote as Quoted, Reaction, Replies } from "../../protocol/entries.ts";
import type { Status } from "../../protocol/people.ts";
import type { PendingChange } from "../../client/state.ts";
import type { Concern } from "../behavior/attention.ts";
import { openDialog } from "../behavior/dialogs.ts";
import { openThread } from "../behavior/router.ts";
import { fullTimeOf, timeOf } from "../behavior/time.ts";
import { t } from "../strings.ts";
import { Avatar } from "./avatar.tsx";
import { Files } from "./files.tsx";
import { Icon } from "./icon.tsx";
import { RowActions } from "./lazy-kept.tsx";
import { Markdown } from "./markdown.tsx";
import { Previews } from "./previews.tsx";
import { Quote } from "./quote.tsx";
import { Reactions } from "./reactions.tsx";
import { StatusEmoji } from "./status-emoji.tsx";

export interface RowProps {
  room: string;
  /** Missing while the log does not hold it. */
  seq?: number | undefined;
  by: string;
  author: string;
  /** The id of the author's picture. */
  avatar?: string | undefined;
  body: string;
  files?: readonly FileInfo[] | undefined;
  ts: number;
  first: boolean;
  /** The pointer, the focus or a long press is on it. */
  active: boolean;
  /** A link led here. */
  lit: boolean;
  /** Written by oneself. */
  own: boolean;
  deleted?: boolean | undefined;
  /** Its author took the previews off. */
  bare?: boolean | undefined;
  editedTs?: number | undefined;
  mentions?: Mentions | undefined;
  /** The `seq` of what it answers; without `quote` that one was deleted. */
  replyTo?: number | undefined;
  quote?: Quoted | undefined;
  pinned?: boolean | undefined;
  /** What its author says of themselves. */
  status?: Status | undefined;
  /** Why it concerns whoever looks. */
  concern?: Concern | undefined;
  reactions?: readonly Reaction[] | undefined;
  /** The thread in which it stands. */
  thread?: number | undefined;
  /** The thread under it, and whether it holds something that one takes part in and has not read. */
  replies?: Replies | undefined;
  unread?: boolean | undefined;
  failure?: string | undefined;
  /** A change of this message that was refused. */
  failed?: PendingChange | undefined;
  nameOf(person: string): string;
  onReact(emoji: string, on: boolean): void;
  onRemovePreview(): void;
  onRetry(id?: string): void;
  onDiscard(id?: string): void;
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
  "files",
  "avatar",
  "ts",
  "first",
  "active",
  "lit",
  "deleted",
  "bare",
  "editedTs",
  "mentions",
  "replyTo",
  "quote",
  "pinned",
  "status",
  "concern",
  "reactions",
  "replies",
  "unread",
  "failure",
  "failed",
] as const;

export class Row extends Component<RowProps> {
  override shouldComponentUpdate(next: RowProps): boolean {
    return COMPARED.some((key) => next[key] !== this.props[key]);
  }

  render(props: RowProps) {
    const { seq, by, author, body, ts, first, active, lit, failure, deleted, concern } = props;
    const time = timeOf(ts);
    const pending = seq === undefined && failure === undefined;
    const clock = (
      <time dateTime={new Date(ts).toISOString()} title={fullTimeOf(ts)}>
        {time}
      </time>
    );
    return (
      <article
        class={`row${first ? " row--first" : ""}${pending ? " row--pending" : ""}${failure ? " row--failed" : ""}${lit ? " row--lit" : ""}${active ? " row--active" : ""}${concern ? " row--concerns" : ""}`}
        aria-label={t.article(author, pending ? `${time}, ${t.sending}` : time)}
        data-seq={seq}
        tabIndex={-1}
      >
        <div class="row__gutter">
          {first ? <Avatar name={author} picture={props.avatar} /> : clock}
        </div>
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
              <StatusEmoji status={props.status} />
              {clock}
            </div>
          )}
          {props.pinned && (
            <p class="row__pinned">
              <Icon name="pin" />
              {t.pinned}
            </p>
          )}
          {concern && <span class="unseen">{t.concerns[concern]}</span>}
          {props.replyTo !== undefined && (
            <Quote
              seq={props.replyTo}
              author={props.quote && props.nameOf(props.quote.by)}
              body={props.quote?.body}
              attached={props.quote?.attached}
              inThread={props.thread !== undefined}
            />
          )}
          {deleted ? (
            <p class="body body--deleted">{t.deletedMessage}</p>
          ) : (
            (body !== "" || !props.files) && (
              <div class={`body${isEmoji(body) ? " body--emoji" : ""}`} dir="auto">
                <Markdown text={body} mentions={props.mentions} />
                {this.#edited()}
              </div>
            )
          )}
          {!deleted && props.files && <Files room={props.room} files={props.files} />}
          {!deleted && !props.bare && (
            <Previews
              body={body}
              onRemove={props.own && seq !== undefined ? props.onRemovePreview : undefined}
            />
          )}
          {props.reactions && (
            <Reactions reactions={props.reactions} nameOf={props.nameOf} onToggle={props.onReact} />
          )}
          {this.#thread()}
          {failure !== undefined && this.#failure(`${t.notSent} ${failure}`)}
          {props.failed?.failure &&
            this.#failure(`${t.notChanged} ${props.failed.failure.message}`, props.failed.id)}
        </div>
        {active && seq !== undefined && !deleted && (
          <RowActions
            room={props.room}
            seq={seq}
            author={author}
            body={body}
            own={props.own}
            thread={props.thread}
            pinned={props.pinned === true}
          />
        )}
      </article>
    );
  }

  #thread() {
    const { room, seq, replies, unread } = this.props;
    if (!replies || seq === undefined) return null;
    return (
      <button
        type="button"
        class={`row__thread${unread ? " row__thread--unread" : ""}`}
        title={fullTimeOf(replies.lastTs)}
        onClick={() => openThread(room, seq)}
      >
        <Icon name="thread" />
        {t.replies(replies.n)}
        <span class="row__thread-last">{t.lastReply(timeOf(replies.lastTs))}</span>
        {unread && <span class="unseen">{t.unreadThread}</span>}
      </button>
    );
  }

  #edited() {
    const { editedTs } = this.props;
    return (
      editedTs !== undefined && (
        <span class="row__edited" title={fullTimeOf(editedTs)}>
          {t.edited}
        </span>
      )
    );
  }

  #failure(why: string, id?: string) {
    return (
      <div class="row__failure">
        <Icon name="alert" />
        <span>{why}</span>
        <button type="button" class="link" onClick={() => this.props.onRetry(id)}>
          {t.retry}
        </button>
        <button type="button" class="link" onClick={() => this.props.onDiscard(id)}>
          {t.discard}
        </button>
      </div>
    );
  }
}
