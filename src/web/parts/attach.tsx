// The ways of a file into a box one writes in: buttons, dropping it over the room, pasting it, the camera, the voice.
// Whatever is chosen goes into the tray of this box.

import { signal } from "@preact/signals";
import { useEffect, useRef, useState } from "preact/hooks";
import { add } from "../behavior/files/uploads.ts";
import type { OpenRoom } from "../behavior/open-room.ts";
import { coarse } from "../behavior/places.ts";
import { f } from "../strings-files.ts";
import { AnyIcon, type AnyIconName } from "./any-icon.tsx";
import { lazyPart } from "./lazy.tsx";
import { Tray } from "./tray.tsx";

export interface AttachProps {
  room: OpenRoom;
  /** The name of the box's draft. */
  box: string;
}

export interface VoiceProps extends AttachProps {
  onEnd: () => void;
}
const { load: loadVoice, Part: Voice } = lazyPart<VoiceProps>(
  async () => (await import("./voice.tsx")).Voice,
);
/** The box that listens, if one does. */
const listening = signal<string | undefined>(undefined);

/** The buttons in the box. */
export function AttachTools({ room, box }: AttachProps) {
  const input = useRef<HTMLInputElement>(null);
  const camera = useRef<HTMLInputElement>(null);
  const take = (from: HTMLInputElement) => {
    add(room, box, [...(from.files ?? [])]);
    from.value = "";
    if (!coarse()) from.form?.querySelector("textarea")?.focus({ preventScroll: true });
  };
  const canRecord = isSecureContext && "MediaRecorder" in globalThis;
  return (
    <>
      <input
        type="file"
        multiple
        hidden
        ref={input}
        onChange={(event) => take(event.currentTarget)}
      />
      <input
        type="file"
        accept="image/*"
        capture="environment"
        hidden
        ref={camera}
        onChange={(event) => take(event.currentTarget)}
      />
      <Tool name={f.attach} icon="clip" onClick={() => input.current?.click()} />
      {coarse() && (
        <Tool name={f.photo} icon="camera" spare onClick={() => camera.current?.click()} />
      )}
      {canRecord && (
        <Tool
          name={f.record}
          icon="microphone"
          spare
          onClick={() => {
            loadVoice();
            listening.value = box;
          }}
        />
      )}
    </>
  );
}

interface ToolProps {
  name: string;
  icon: AnyIconName;
  /** Makes room for words on a narrow screen. */
  spare?: boolean;
  onClick: () => void;
}

function Tool({ name, icon, spare, onClick }: ToolProps) {
  return (
    <button
      type="button"
      class={`icon-button composer__tool${spare ? " composer__tool--spare" : ""}`}
      aria-label={name}
      title={name}
      onPointerDown={(event) => event.preventDefault()}
      onClick={onClick}
    >
      <AnyIcon name={icon} />
    </button>
  );
}

/** The tray above the box; a recording while there is one; and the place over the room to drop files on. */
export function AttachAbove({ room, box }: AttachProps) {
  const place = useRef<HTMLDivElement>(null);
  const over = useDrop(place, (files) => add(room, box, files));
  return (
    <div class="attach" ref={place}>
      {listening.value === box && (
        <Voice room={room} box={box} onEnd={() => (listening.value = undefined)} />
      )}
      <Tray box={box} />
      {over && (
        <div class="drop-zone">
          <p>
            <AnyIcon name="clip" />
            {f.drop}
          </p>
        </div>
      )}
    </div>
  );
}

const hasFiles = (data: DataTransfer | null) => data?.types.includes("Files") === true;

/** What programs copy as text with a picture of it is text. */
const isText = (data: DataTransfer) =>
  data.types.includes("text/html") && data.types.includes("text/plain");

/** Files dropped over the pane, or pasted into the box; true while some are held over it. */
function useDrop(place: { current: HTMLElement | null }, take: (files: File[]) => void): boolean {
  const [over, setOver] = useState(false);
  const latest = useRef(take);
  latest.current = take;
  useEffect(() => {
    const pane = place.current?.closest<HTMLElement>(".room, .thread");
    const form = place.current?.closest("form");
    if (!pane || !form) return undefined;
    let depth = 0;
    const onEnter = (event: DragEvent) => {
      if (!hasFiles(event.dataTransfer)) return;
      event.preventDefault();
      depth += 1;
      setOver(true);
    };
    const onLeave = (event: DragEvent) => {
      if (!hasFiles(event.dataTransfer)) return;
      depth = Math.max(0, depth - 1);
      if (depth === 0) setOver(false);
    };
    const onDrop = (event: DragEvent) => {
      depth = 0;
      setOver(false);
      if (!hasFiles(event.dataTransfer)) return;
      event.preventDefault();
      latest.current([...(event.dataTransfer?.files ?? [])]);
      form.querySelector("textarea")?.focus({ preventScroll: true });
    };
    const onPaste = (event: ClipboardEvent) => {
      const data = event.clipboardData;
      if (!data || data.files.length === 0 || isText(data)) return;
      event.preventDefault();
      latest.current([...data.files]);
    };
    // A file that misses the place must not take the page away.
    const spare = (event: DragEvent) => {
      if (hasFiles(event.dataTransfer)) event.preventDefault();
    };
    pane.addEventListener("dragenter", onEnter);
    pane.addEventListener("dragleave", onLeave);
    pane.addEventListener("drop", onDrop);
    form.addEventListener("paste", onPaste);
    addEventListener("dragover", spare);
    addEventListener("drop", spare);
    return () => {
      pane.removeEventListener("dragenter", onEnter);
      pane.removeEventListener("dragleave", onLeave);
      pane.removeEventListener("drop", onDrop);
      form.removeEventListener("paste", onPaste);
      removeEventListener("dragover", spare);
      removeEventListener("drop", spare);
    };
  }, []);
  return over;
}
