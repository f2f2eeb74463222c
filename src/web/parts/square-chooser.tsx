// Chooses a picture and cuts a square out of it, by dragging and zooming, or with the keys.
// What leaves here is small and new: nothing of the file that was chosen but its look.

import { useLayoutEffect, useRef, useState } from "preact/hooks";
import { canvasOf, encoded } from "../behavior/files/prepare.ts";
import { f } from "../strings-files.ts";
import { t } from "../strings.ts";

/** Pixels to a side of what is uploaded, and of what one sees while choosing. */
const SIDE = 256;
const ZOOM_MOST = 4;
const STEP = 8;

interface Props {
  /** There is one to be taken away. */
  has: boolean;
  failure: string;
  /** Undefined: none from now on. Resolves to whether the server took it. */
  onChange(picture: Blob | undefined): Promise<boolean>;
}

export function SquareChooser({ has, failure, onChange }: Props) {
  const input = useRef<HTMLInputElement>(null);
  const [source, setSource] = useState<ImageBitmap>();
  const [problem, setProblem] = useState("");
  const [busy, setBusy] = useState(false);
  const change = async (picture: Blob | undefined) => {
    setBusy(true);
    if (await onChange(picture)) setSource(undefined);
    setBusy(false);
  };
  const choose = async (file: File | undefined) => {
    if (!file) return;
    setProblem("");
    try {
      setSource(await createImageBitmap(file));
    } catch {
      setProblem(f.cannotRead);
    }
  };
  return (
    <div class="square-chooser">
      <input
        type="file"
        accept="image/*"
        hidden
        ref={input}
        onChange={(event) => {
          void choose(event.currentTarget.files?.[0]);
          event.currentTarget.value = "";
        }}
      />
      {source ? (
        <Cropper
          source={source}
          busy={busy}
          onCancel={() => setSource(undefined)}
          onUse={(picture) => void change(picture)}
        />
      ) : (
        <p class="cropper__buttons">
          <button type="button" class="button" onClick={() => input.current?.click()}>
            {has ? f.changePicture : f.choosePicture}
          </button>
          {has && (
            <button
              type="button"
              class="button"
              aria-disabled={busy}
              onClick={() => void change(undefined)}
            >
              {f.removePicture}
            </button>
          )}
        </p>
      )}
      {(problem || failure) && (
        <p class="problem" role="alert">
          {problem || failure}
        </p>
      )}
    </div>
  );
}

interface CropperProps {
  source: ImageBitmap;
  busy: boolean;
  onCancel: () => void;
  onUse: (picture: Blob) => void;
}

/** The place of the square's middle, as shares of the picture. */
interface Middle {
  x: number;
  y: number;
}

function Cropper({ source, busy, onCancel, onUse }: CropperProps) {
  const canvas = useRef<HTMLCanvasElement>(null);
  const [zoom, setZoom] = useState(1);
  const [middle, setMiddle] = useState<Middle>({ x: 0.5, y: 0.5 });
  const drag = useRef<{ x: number; y: number }>(undefined);
  /** Pixels of the picture to a side of the square. */
  const side = Math.min(source.width, source.height) / zoom;
  const inside = ({ x, y }: Middle, wide = side): Middle => ({
    x: clamp(x, wide / 2 / source.width),
    y: clamp(y, wide / 2 / source.height),
  });
  const at = inside(middle);

  useLayoutEffect(() => {
    const context = canvas.current?.getContext("2d");
    if (context) draw(context, source, at, side);
  }, [source, at.x, at.y, side]);
  useLayoutEffect(() => canvas.current?.focus(), []);

  const move = (x: number, y: number) => {
    const scale = side / (canvas.current?.clientWidth || SIDE);
    setMiddle(
      inside({ x: at.x - (x * scale) / source.width, y: at.y - (y * scale) / source.height }),
    );
  };
  const use = async () => {
    const [square, context] = canvasOf(SIDE, SIDE);
    draw(context, source, at, side);
    const picture = await encoded(square, 0.85);
    if (picture) onUse(picture);
  };
  return (
    <div class="cropper">
      <canvas
        class="cropper__view"
        width={SIDE}
        height={SIDE}
        ref={canvas}
        role="img"
        aria-label={f.crop}
        tabIndex={0}
        onPointerDown={(event) => {
          event.currentTarget.setPointerCapture(event.pointerId);
          drag.current = { x: event.clientX, y: event.clientY };
        }}
        onPointerMove={(event) => {
          if (!drag.current) return;
          move(event.clientX - drag.current.x, event.clientY - drag.current.y);
          drag.current = { x: event.clientX, y: event.clientY };
        }}
        onPointerUp={() => (drag.current = undefined)}
        onPointerCancel={() => (drag.current = undefined)}
        onKeyDown={(event) => {
          const by = MOVES[event.key];
          if (!by) return;
          event.preventDefault();
          move(by[0] * STEP, by[1] * STEP);
        }}
      />
      <label class="cropper__zoom">
        {f.zoom}{" "}
        <input
          type="range"
          min={1}
          max={ZOOM_MOST}
          step={0.05}
          value={zoom}
          onInput={(event) => setZoom(Number(event.currentTarget.value))}
        />
      </label>
      <p class="cropper__buttons">
        <button
          type="button"
          class="button button--main"
          aria-disabled={busy}
          onClick={() => void (busy || use())}
        >
          {f.usePicture}
        </button>
        <button type="button" class="button" onClick={onCancel}>
          {t.cancel}
        </button>
      </p>
    </div>
  );
}

const MOVES: Record<string, readonly [number, number]> = {
  ArrowLeft: [1, 0],
  ArrowRight: [-1, 0],
  ArrowUp: [0, 1],
  ArrowDown: [0, -1],
};

const clamp = (share: number, edge: number) => Math.min(1 - edge, Math.max(edge, share));

function draw(
  context: CanvasRenderingContext2D | OffscreenCanvasRenderingContext2D,
  source: ImageBitmap,
  at: Middle,
  side: number,
): void {
  context.imageSmoothingQuality = "high";
  context.clearRect(0, 0, SIDE, SIDE);
  const x = at.x * source.width - side / 2;
  const y = at.y * source.height - side / 2;
  context.drawImage(source, x, y, side, side, 0, 0, SIDE, SIDE);
}
