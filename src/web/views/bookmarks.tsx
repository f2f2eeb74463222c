// The messages one wants to find again, the newest bookmark first. Nobody else sees them.

import { useEffect } from "preact/hooks";
import type { Bookmark } from "../../protocol/http.ts";
import {
  bookmarks,
  failed,
  isBookmarked,
  people,
  refreshBookmarks,
  setBookmark,
} from "../behavior/bookmarks.ts";
import { roomPath } from "../behavior/router.ts";
import { dayName, timeOf } from "../behavior/time.ts";
import { AnyIcon } from "../parts/any-icon.tsx";
import { IconButton } from "../parts/icon-button.tsx";
import { ListPage } from "../parts/list-page.tsx";
import { MessageLine } from "../parts/message-line.tsx";
import { t } from "../strings.ts";
import { k } from "../strings-kept.ts";

export function BookmarksView() {
  useEffect(() => void refreshBookmarks(), []);
  const all = bookmarks.value.filter(({ room, message }) => isBookmarked(room, message.seq));
  return (
    <ListPage
      title={t.bookmarks}
      failed={failed.value}
      onRetry={() => void refreshBookmarks()}
      empty={all.length === 0 ? { title: k.noBookmarks, hint: k.noBookmarksHint } : undefined}
      onOlder={undefined}
    >
      {all.length > 0 && (
        <ul role="list" aria-label={t.bookmarks}>
          {all.map((bookmark) => (
            <Line key={bookmark.n} bookmark={bookmark} />
          ))}
        </ul>
      )}
    </ListPage>
  );
}

function Line({ bookmark: { room, title, message } }: { bookmark: Bookmark }) {
  const author = people.value[message.by]?.name ?? t.someone;
  return (
    <MessageLine
      message={message}
      author={author}
      avatar={people.value[message.by]?.avatar}
      href={roomPath(room, message.seq, message.thread)}
      label={k.inRoom(author, title)}
      when={`${dayName(message.ts)}, ${timeOf(message.ts)}`}
    >
      <IconButton
        label={k.removeBookmark}
        onClick={() => void setBookmark(room, message.seq, false)}
      >
        <AnyIcon name="close" />
      </IconButton>
    </MessageLine>
  );
}
