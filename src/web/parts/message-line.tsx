// A message in a list of its own: who, where and when, what it says, and the way there.
// The link spans the line; what the message holds stays reachable above it.

import type { ComponentChildren } from "preact";
import type { Message } from "../../protocol/entries.ts";
import { fullTimeOf } from "../behavior/time.ts";
import { k } from "../strings-kept.ts";
import { t } from "../strings.ts";
import { Avatar } from "./avatar.tsx";
import { Link } from "./link.tsx";
import { Markdown } from "./markdown.tsx";

interface Props {
  message: Message;
  author: string;
  /** The id of the author's picture. */
  avatar?: string | undefined;
  href: string;
  /** What the link says. */
  label: string;
  when: string;
  unread?: boolean;
  onGo?: () => void;
  /** A button for the line. */
  children?: ComponentChildren;
}

export function MessageLine(props: Props) {
  const { message, author, avatar, href, label, when, unread = false, onGo, children } = props;
  return (
    <li class={`line${unread ? " line--unread" : ""}`}>
      <Avatar name={author} picture={avatar} />
      <div class="line__main">
        <div class="line__head">
          <Link class="line__go" href={href} {...(onGo && { onGo })}>
            {label}
          </Link>
          {unread && <span class="unseen">{k.unread}</span>}
          <time dateTime={new Date(message.ts).toISOString()} title={fullTimeOf(message.ts)}>
            {when}
          </time>
        </div>
        <div class="body line__body" dir="auto">
          <Markdown text={message.body} mentions={message.mentions} />
          {message.files && <p class="hint">{t.attached(message.files.length)}</p>}
        </div>
      </div>
      {children}
    </li>
  );
}
