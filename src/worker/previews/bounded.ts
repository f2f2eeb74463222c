// Reads what a stranger sends, as far as it is wanted.
// It stops at the size, at the deadline, or where enough has come, whatever length was announced.

const FIRST_BYTES = 64 * 1024;

export interface Beginning {
  /** At most as many as were asked for. */
  bytes: Uint8Array;
  /** There was no more. */
  whole: boolean;
}

/** At most `most` bytes; what came until then where the deadline passes or the sender breaks off. */
export async function readBeginning(
  body: ReadableStream<Uint8Array> | null,
  most: number,
  deadline: AbortSignal,
  isEnough: (soFar: Uint8Array, from: number) => boolean = () => false,
): Promise<Beginning> {
  let bytes = new Uint8Array(Math.min(most, FIRST_BYTES));
  let length = 0;
  const soFar = (whole: boolean) => ({ bytes: bytes.subarray(0, length), whole });
  const reader = body?.getReader();
  if (!reader) return soFar(true);
  // What breaks off later on is nobody's business any more.
  reader.closed.catch(() => undefined);
  const late = lateness(deadline);
  try {
    for (;;) {
      const chunk = await Promise.race([reader.read(), late.promise]);
      if (!chunk) return soFar(false);
      if (chunk.done) return soFar(true);
      const from = length;
      length = Math.min(most, from + chunk.value.length);
      bytes = roomFor(bytes, length, most);
      bytes.set(chunk.value.subarray(0, length - from), from);
      if (from + chunk.value.length > most || isEnough(bytes.subarray(0, length), from))
        return soFar(false);
    }
  } catch {
    return soFar(false);
  } finally {
    late.stop();
    reader.cancel().catch(() => undefined);
  }
}

/** Grows by doubling, so that few bytes take little and many are copied few times. */
function roomFor(bytes: Uint8Array<ArrayBuffer>, length: number, most: number) {
  if (length <= bytes.length) return bytes;
  const larger = new Uint8Array(Math.min(most, Math.max(length, bytes.length * 2)));
  larger.set(bytes);
  return larger;
}

function lateness(deadline: AbortSignal) {
  const { promise, resolve } = Promise.withResolvers<undefined>();
  const onAbort = () => resolve(undefined);
  if (deadline.aborted) onAbort();
  deadline.addEventListener("abort", onAbort);
  return { promise, stop: () => deadline.removeEventListener("abort", onAbort) };
}
