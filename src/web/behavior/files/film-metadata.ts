// Takes out of a film (MP4, QuickTime) what it tells of its author: where it was made, by what, and when.
// A song keeps its title: what players call it stands beside, and no camera writes it.

import { boxesIn, wiped, type Box } from "./boxes.ts";
import { latin, viewOf, type Bytes, type Patch } from "./patches.ts";

/** `bytes`: the box `moov` with all that is in it; `size`: of the whole film. */
export function filmPatches(moov: Box, bytes: Bytes, size: number): Patch[] {
  const view = viewOf(bytes);
  const inside = (box: Box, skipped = 0) => boxesIn(bytes, box.from + skipped, box.to, moov.at);
  const only = (box: Box, name: string) => inside(box).find((each) => each.name === name);
  const all = inside(moov);
  const kinds = new Map(
    all.filter(({ name }) => name === "trak").map((track) => [track, handlerOf(track)]),
  );
  /** In pieces, samples stand where only the pieces say. */
  const isInPieces = all.some(({ name }) => name === "mvex");
  const isSound = [...kinds.values()].includes("soun") && ![...kinds.values()].includes("vide");

  function handlerOf(track: Box): string {
    const media = only(track, "mdia");
    const handler = media && only(media, "hdlr");
    return handler ? latin(bytes, handler.from - moov.at + 8, 4) : "";
  }

  function ofTrack(track: Box): Patch[] {
    if (kinds.get(track) === "meta" && !isInPieces) return [...samplesOf(track), ...wiped(track)];
    return [...inside(track), ...inside(only(track, "mdia") ?? track)].flatMap((box) => {
      if (box.name === "udta" || box.name === "meta") return wiped(box);
      return box.name === "tkhd" || box.name === "mdhd" ? withoutTimes(box) : [];
    });
  }

  /** When it was made and changed stands first, behind version and flags. */
  function withoutTimes({ from }: Box): Patch[] {
    const isLong = bytes[from - moov.at] === 1;
    return [{ at: from + 4, bytes: new Uint8Array(isLong ? 16 : 8) }];
  }

  /** What players show of a song: tags in the way of iTunes. */
  function isSongTags(box: Box): boolean {
    const [first] = box.name === "meta" ? inside(box, 4) : [];
    return first?.name === "hdlr" && latin(bytes, first.from - moov.at + 8, 4) === "mdir";
  }

  /** What a track notes moment by moment, as sensors do, stands among pictures and sound. */
  function samplesOf(track: Box): Patch[] {
    let table: Box | undefined = track;
    for (const name of ["mdia", "minf", "stbl"]) table = table && only(table, name);
    const parts = table && inside(table);
    const at = (name: string) => parts?.find((box) => box.name === name);
    const [sizes, runs] = [at("stsz"), at("stsc")];
    const chunks = at("stco") ?? at("co64");
    if (!sizes || !runs || !chunks) return [];
    const u32 = (box: Box, n: number) => view.getUint32(box.from - moov.at + 4 * n);
    const patches: Patch[] = [];
    const same = u32(sizes, 1);
    let [sample, run, left] = [0, 0, size];
    for (let chunk = 0; chunk < u32(chunks, 1); chunk++) {
      if (run + 1 < u32(runs, 1) && u32(runs, 2 + 3 * (run + 1)) <= chunk + 1) run += 1;
      const end = Math.min(u32(sizes, 2), sample + u32(runs, 3 + 3 * run));
      let length = same * (end - sample);
      for (; same === 0 && sample < end; sample++) length += u32(sizes, 3 + sample);
      sample = end;
      const from =
        chunks.name === "stco"
          ? u32(chunks, 2 + chunk)
          : Number(view.getBigUint64(chunks.from - moov.at + 8 + 8 * chunk));
      left -= length;
      if (left < 0 || from + length > size) throw new RangeError("beyond the end");
      patches.push({ at: from, bytes: new Uint8Array(length) });
    }
    return patches;
  }

  return all.flatMap((box) => {
    switch (box.name) {
      case "trak":
        return ofTrack(box);
      case "mvhd":
        return withoutTimes(box);
      case "udta":
        if (!isSound) return wiped(box);
        return inside(box).flatMap((each) => (isSongTags(each) ? [] : wiped(each)));
      case "meta":
      case "uuid":
        return wiped(box);
      default:
        return [];
    }
  });
}
