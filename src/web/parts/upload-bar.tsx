// The state of one upload: how far it is, and the way out of it.

import { items, progressOf, remove } from "../behavior/files/uploads.ts";
import { f } from "../strings-files.ts";
import { AnyIcon } from "./any-icon.tsx";

export function UploadBar({ id, name }: { id: string; name: string }) {
  const item = items.value.find((each) => each.id === id);
  if (!item) return null;
  return (
    <div class="uploading">
      {item.stage !== "there" && <Bar id={id} name={name} />}
      <button
        type="button"
        class="icon-button uploading__cancel"
        aria-label={f.cancelOf(name)}
        title={f.cancelOf(name)}
        onClick={() => remove(id)}
      >
        <AnyIcon name="close" />
      </button>
    </div>
  );
}

export function Bar({ id, name }: { id: string; name: string }) {
  const share = progressOf(id)?.value ?? 0;
  return (
    <progress class="progress" max={1} value={share} aria-label={f.progressOf(name)}>
      {f.sending(Math.round(100 * share))}
    </progress>
  );
}
