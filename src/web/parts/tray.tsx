// What was chosen for the message one is writing: how far each file is, and the ways out of trouble.

import {
  inTray,
  mayRetry,
  progressOf,
  remove,
  retry,
  type Item,
} from "../behavior/files/uploads.ts";
import { localPictures } from "../behavior/files/local.ts";
import { decode } from "../behavior/files/placeholder.ts";
import { mediaOf } from "../../protocol/files.ts";
import { f } from "../strings-files.ts";
import { AnyIcon } from "./any-icon.tsx";
import { Blur } from "./file-box.tsx";
import { Wave } from "./sound.tsx";
import { Bar } from "./upload-bar.tsx";

export function Tray({ box }: { box: string }) {
  const all = inTray(box);
  if (all.length === 0) return null;
  return (
    <ul class="tray" role="list" aria-label={f.tray}>
      {all.map((item) => (
        <TrayItem key={item.id} item={item} />
      ))}
    </ul>
  );
}

function TrayItem({ item }: { item: Item }) {
  const { id, shown, stage } = item;
  const isFailed = stage === "failed";
  const isGoing = stage === "sending" || stage === "waiting";
  const isThere = stage === "there";
  return (
    <li class={`tray__item${isFailed ? " tray__item--failed" : ""}`}>
      <Look item={item} />
      <div class="tray__text">
        <span class="tray__name" dir="auto">
          {shown.name}
        </span>
        <span class="tray__state">
          {isFailed ? f.failed(item.failure ?? "") : <Words item={item} />}
        </span>
        {isGoing && <Bar id={id} name={shown.name} />}
      </div>
      {isFailed && mayRetry(id) && (
        <button
          type="button"
          class="icon-button"
          aria-label={f.retryOf(shown.name)}
          title={f.retry}
          onClick={() => retry(id)}
        >
          <AnyIcon name="again" />
        </button>
      )}
      <button
        type="button"
        class="icon-button"
        aria-label={isThere || isFailed ? f.removeOf(shown.name) : f.cancelOf(shown.name)}
        title={isThere || isFailed ? f.removeOf(shown.name) : f.cancelOf(shown.name)}
        onClick={() => remove(id)}
      >
        <AnyIcon name="close" />
      </button>
    </li>
  );
}

function Words({ item: { id, stage, shown } }: { item: Item }) {
  const share = progressOf(id)?.value ?? 0;
  switch (stage) {
    case "preparing":
      return <>{f.preparing}</>;
    case "queued":
      return <>{f.queued}</>;
    case "waiting":
      return <>{f.waiting}</>;
    case "sending":
      return <>{f.sending(Math.round(100 * share))}</>;
    default:
      return <>{f.size(shown.size)}</>;
  }
}

/** A sound can be listened to before it is sent. */
function Look({ item: { id, shown } }: { item: Item }) {
  const picture = localPictures.value.get(id);
  const whole = localPictures.value.get(`${id}/whole`);
  const medium = mediaOf(shown.type);
  if (medium === "audio" && whole !== undefined) {
    const wave = decode(shown.placeholder);
    return (
      <span class="tray__sound">
        {wave && <Wave heights={wave} />}
        {/* oxlint-disable-next-line jsx-a11y/media-has-caption */}
        <audio controls preload="metadata" src={whole} aria-label={f.play(shown.name)} />
      </span>
    );
  }
  return (
    <span class="tray__look">
      {shown.placeholder !== undefined && medium !== "audio" && <Blur code={shown.placeholder} />}
      {picture === undefined ? (
        shown.placeholder === undefined && <AnyIcon name="file" />
      ) : (
        <img src={picture} alt="" draggable={false} />
      )}
    </span>
  );
}
