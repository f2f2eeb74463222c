// Records a voice message: the microphone is asked for when one has pressed the button, and let go of at the end.
// What was recorded lies in the tray, to be listened to before it is sent.

import { useEffect, useRef, useState } from "preact/hooks";
import { add } from "../behavior/files/uploads.ts";
import { encode, waveOf } from "../behavior/files/placeholder.ts";
import { plainType } from "../behavior/files/prepare.ts";
import { showNotice } from "../behavior/notices.ts";
import { timeOf } from "../behavior/time.ts";
import { f } from "../strings-files.ts";
import { AnyIcon } from "./any-icon.tsx";
import type { VoiceProps } from "./attach.tsx";
import { clockOf, Wave } from "./sound.tsx";

/** The first one that this browser writes and every one plays. */
const TYPES = ["audio/mp4;codecs=mp4a.40.2", "audio/webm;codecs=opus", "audio/ogg;codecs=opus"];
const MEASURE_MS = 100;
const MOST_MS = 30 * 60_000;

interface Recording {
  /** Ends it; its file, or nothing where it is thrown away. */
  end(kept: boolean): void;
}

export function Voice({ room, box, onEnd }: VoiceProps) {
  const [loudness, setLoudness] = useState<readonly number[]>([]);
  const recording = useRef<Recording>(undefined);
  const stopButton = useRef<HTMLButtonElement>(null);
  const isRunning = loudness.length > 0;

  useEffect(() => {
    let isOver = false;
    const all: number[] = [];
    void record(
      (level) => {
        all.push(level);
        setLoudness([...all]);
        if (all.length * MEASURE_MS >= MOST_MS) recording.current?.end(true);
      },
      (blob, ms) => {
        if (blob) {
          const type = plainType(blob.type);
          const ending = type === "audio/mp4" ? "m4a" : (type.split("/")[1] ?? "webm");
          const stamp = timeOf(Date.now()).replaceAll(/[^\p{L}\p{N}]+/gu, ".");
          const file = new File([blob], `${f.voiceName(stamp)}.${ending}`, { type });
          add(room, box, [file], {
            duration: Math.round(ms),
            placeholder: encode(waveOf(all)),
          });
        }
        onEnd();
      },
    ).then(
      (started) => {
        if (isOver) started.end(false);
        else recording.current = started;
      },
      () => {
        if (!isOver) showNotice(f.noMicrophone);
        onEnd();
      },
    );
    return () => {
      isOver = true;
      recording.current?.end(false);
    };
  }, []);
  useEffect(() => stopButton.current?.focus(), [isRunning]);

  return (
    <div class="voice" role="group" aria-label={f.recording}>
      <button
        type="button"
        class="icon-button"
        aria-label={f.discardRecording}
        title={f.discardRecording}
        onClick={() => (recording.current ? recording.current.end(false) : onEnd())}
      >
        <AnyIcon name="bin" />
      </button>
      <Wave heights={waveOf(loudness.slice(-48))} />
      <span class="voice__time">{clockOf(loudness.length * MEASURE_MS)}</span>
      {isRunning && (
        <button
          type="button"
          class="icon-button voice__stop"
          aria-label={f.stop}
          title={f.stop}
          ref={stopButton}
          onClick={() => recording.current?.end(true)}
        >
          <AnyIcon name="stop" />
        </button>
      )}
    </div>
  );
}

async function record(
  onLevel: (level: number) => void,
  onEnd: (blob: Blob | undefined, ms: number) => void,
): Promise<Recording> {
  const stream = await navigator.mediaDevices.getUserMedia({ audio: true });
  const mimeType = TYPES.find((type) => MediaRecorder.isTypeSupported(type));
  const recorder = new MediaRecorder(stream, mimeType ? { mimeType } : {});
  const sound = new AudioContext();
  const analyser = sound.createAnalyser();
  sound.createMediaStreamSource(stream).connect(analyser);
  const samples = new Uint8Array(analyser.fftSize);
  const started = performance.now();
  const chunks: Blob[] = [];
  let isKept = false;
  const timer = setInterval(() => {
    analyser.getByteTimeDomainData(samples);
    onLevel(samples.reduce((most, sample) => Math.max(most, Math.abs(sample - 128)), 0) / 128);
  }, MEASURE_MS);
  recorder.addEventListener("dataavailable", ({ data }) => chunks.push(data));
  recorder.addEventListener("stop", () => {
    clearInterval(timer);
    for (const track of stream.getTracks()) track.stop();
    void sound.close();
    const blob = new Blob(chunks, { type: recorder.mimeType });
    onEnd(isKept && blob.size > 0 ? blob : undefined, performance.now() - started);
  });
  recorder.start(1_000);
  return {
    end(kept) {
      if (recorder.state === "inactive") return;
      isKept = kept;
      recorder.stop();
    },
  };
}
