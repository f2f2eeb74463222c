// All files of a room, beside it: pictures and videos, and the others, the newest first.
// What is deleted meanwhile goes from here, too.

import { useEffect, useRef, useState } from "preact/hooks";
import type { FilesAnswer } from "../../protocol/http.ts";
import type { FileListed } from "../../protocol/files.ts";
import { filesApi } from "../behavior/files/api.ts";
import type { OpenRoom } from "../behavior/open-room.ts";
import { narrow } from "../behavior/places.ts";
import { closeSide, roomPath } from "../behavior/router.ts";
import { dayName, timeOf } from "../behavior/time.ts";
import { f } from "../strings-files.ts";
import { t } from "../strings.ts";
import { AnyIcon } from "./any-icon.tsx";
import { FileBox } from "./file-box.tsx";
import { Link } from "./link.tsx";
import { mediaOf } from "../../protocol/files.ts";

const KINDS = ["media", "other"] as const;
type Kind = (typeof KINDS)[number];

export function FilesPane({ room }: { room: OpenRoom }) {
  const [kind, setKind] = useState<Kind>("media");
  const closer = useRef<HTMLButtonElement>(null);
  useEffect(() => closer.current?.focus({ preventScroll: true }), []);
  return (
    <section
      class="thread files-pane"
      aria-label={f.files}
      onKeyDown={(event) => {
        if (event.key !== "Escape" || event.defaultPrevented) return;
        event.stopPropagation();
        closeSide();
      }}
    >
      <header class="room-header thread__header">
        {/* On a narrow screen it is what the page is about. */}
        <h2 class="room-header__title" {...(narrow.value && { role: "heading", "aria-level": 1 })}>
          {f.files}
        </h2>
        <button
          type="button"
          class="icon-button"
          aria-label={f.closeFiles}
          title={f.closeFiles}
          ref={closer}
          onClick={closeSide}
        >
          <AnyIcon name="close" />
        </button>
      </header>
      <div class="files-pane__kinds" role="group" aria-label={f.files}>
        {KINDS.map((each) => (
          <button
            key={each}
            type="button"
            class="chip-button"
            aria-pressed={each === kind}
            onClick={() => setKind(each)}
          >
            {f.kinds[each]}
          </button>
        ))}
      </div>
      <List key={kind} room={room} kind={kind} />
    </section>
  );
}

function List({ room, kind }: { room: OpenRoom; kind: Kind }) {
  const [page, setPage] = useState<FilesAnswer>();
  const [isFailed, setFailed] = useState(false);
  // A message that comes, goes or is changed may carry files.
  const turn = room.head.value;
  const load = async (before?: number) => {
    const answer = await filesApi.list(room.name, { kind, before });
    setFailed(!answer.ok);
    if (!answer.ok) return;
    setPage((now) => (before === undefined || !now ? answer.value : joined(now, answer.value)));
  };
  useEffect(() => {
    // What was loaded further down is asked for again when one gets there.
    const timer = setTimeout(() => void load(), page ? 300 : 0);
    return () => clearTimeout(timer);
  }, [turn]);
  if (isFailed)
    return (
      <p class="hint files-pane__hint" role="alert">
        {t.networkFailed}{" "}
        <button type="button" class="link" onClick={() => void load()}>
          {t.tryAgain}
        </button>
      </p>
    );
  if (!page) return <p class="hint files-pane__hint">{f.loading}</p>;
  if (page.files.length === 0) return <p class="hint files-pane__hint">{f.noFiles[kind]}</p>;
  const nameOf = (id: string) => page.people[id]?.name ?? t.someone;
  return (
    <div class="files-pane__scroller">
      <ul class={`gallery gallery--${kind}`} role="list" aria-label={f.kinds[kind]}>
        {page.files.map((one) => (
          <One key={one.n} room={room.name} one={one} author={nameOf(one.by)} />
        ))}
      </ul>
      {page.more && (
        <button
          type="button"
          class="link thread__older"
          onClick={() => void load(page.files.at(-1)?.n)}
        >
          {f.older}
        </button>
      )}
    </div>
  );
}

const joined = (now: FilesAnswer, older: FilesAnswer): FilesAnswer => ({
  files: [...now.files, ...older.files],
  people: { ...now.people, ...older.people },
  more: older.more,
});

function One({ room, one, author }: { room: string; one: FileListed; author: string }) {
  const { file, seq, thread, ts } = one;
  const when = `${dayName(ts)}, ${timeOf(ts)}`;
  const medium = mediaOf(file.type);
  return (
    <li class={`gallery__one gallery__one--${medium ?? "other"}`}>
      <div
        class={
          medium === "image" || medium === "video"
            ? "files__box"
            : `files__row files__row--${medium ?? "other"}`
        }
      >
        <FileBox room={room} file={file} all={[file]} at={0} small />
      </div>
      <Link class="gallery__go" href={roomPath(room, seq, thread)}>
        <span dir="auto">{author}</span>, {when}
        <span class="unseen">{f.toMessage(author, when)}</span>
      </Link>
    </li>
  );
}
