// What concerns oneself in any room, the newest first, day by day.
// Opening a line leads to its message and counts as having read it.

import { useEffect } from "preact/hooks";
import type { Notice } from "../../protocol/http.ts";
import { inboxUnread } from "../behavior/inbox.ts";
import {
  failed,
  loadOlderNotices,
  markNotices,
  more,
  notices,
  people,
  refreshNotices,
} from "../behavior/inbox-list.ts";
import { roomPath } from "../behavior/router.ts";
import { dayName, dayOf, timeOf, today } from "../behavior/time.ts";
import { ListPage } from "../parts/list-page.tsx";
import { MessageLine } from "../parts/message-line.tsx";
import { t } from "../strings.ts";
import { k } from "../strings-kept.ts";

export function InboxView() {
  useEffect(() => void refreshNotices(), []);
  const isUnread = inboxUnread.value > 0 || notices.value.some(({ read }) => !read);
  const isEmpty = notices.value.length === 0;
  return (
    <ListPage
      title={t.inbox}
      failed={failed.value}
      onRetry={() => void refreshNotices()}
      action={
        isUnread && (
          <button type="button" class="button" onClick={() => void markNotices("all")}>
            {k.markAllRead}
          </button>
        )
      }
      empty={isEmpty ? { title: k.noNotices, hint: k.noNoticesHint } : undefined}
      onOlder={more.value ? () => void loadOlderNotices() : undefined}
    >
      {byDay(notices.value).map((day) => (
        <Day key={dayOf(day[0]?.message.ts ?? 0)} notices={day} />
      ))}
    </ListPage>
  );
}

function Day({ notices: all }: { notices: readonly Notice[] }) {
  const name = today.value > 0 ? dayName(all[0]?.message.ts ?? 0) : "";
  return (
    <section>
      <h2 class="lines__name">{name}</h2>
      <ul role="list" aria-label={name}>
        {all.map((notice) => (
          <Line key={notice.n} notice={notice} />
        ))}
      </ul>
    </section>
  );
}

function Line({ notice: { n, room, title, why, read, message } }: { notice: Notice }) {
  const author = people.value[message.by]?.name ?? t.someone;
  return (
    <MessageLine
      message={message}
      author={author}
      avatar={people.value[message.by]?.avatar}
      href={roomPath(room, message.seq, message.thread)}
      label={k.why[why](author, title)}
      when={timeOf(message.ts)}
      unread={!read}
      onGo={() => !read && void markNotices([n])}
    />
  );
}

/** Neighbours of one day; an edit that mentions stands where it was told of. */
function byDay(all: readonly Notice[]): Notice[][] {
  const days: Notice[][] = [];
  for (const notice of all) {
    const day = days.at(-1);
    const before = day?.[0];
    if (day && before && dayOf(before.message.ts) === dayOf(notice.message.ts)) day.push(notice);
    else days.push([notice]);
  }
  return days;
}
