// Which bytes of a file are asked for, and what the answer says of them (RFC 9110) [U5].
// The tag stands for the id: what an id names never changes.

/** The bytes from `offset` on; undefined: the whole; "none": there are no such bytes. */
export type Stretch = { offset: number; length: number } | undefined | "none";

/** One range; several, and what is malformed, mean the whole. */
export function rangeOf(
  header: string | undefined,
  ifRange: string | undefined,
  size: number,
  tag: string,
): Stretch {
  const match = /^bytes=(\d{0,15})-(\d{0,15})$/i.exec(header?.trim() ?? "");
  if (!match || (ifRange !== undefined && ifRange.trim() !== tag)) return undefined;
  const [, first = "", last = ""] = match;
  if (first === "") {
    if (last === "") return undefined;
    const length = Math.min(size, Number(last));
    return length === 0 ? "none" : { offset: size - length, length };
  }
  const offset = Number(first);
  const end = last === "" ? size - 1 : Number(last);
  if (end < offset && last !== "") return undefined;
  if (offset >= size) return "none";
  return { offset, length: Math.min(end, size - 1) - offset + 1 };
}

/** Whether the asker has it already; weak tags compare as strong ones here. */
export function isKnown(ifNoneMatch: string | undefined, tag: string): boolean {
  if (ifNoneMatch === undefined) return false;
  const tags = ifNoneMatch.split(",").map((each) => each.trim().replace(/^W\//, ""));
  return tags.includes("*") || tags.includes(tag);
}

/** A name in a header: what old clients read, and what all others do. */
export function disposition(how: "inline" | "attachment", name: string): string {
  const plain = name.replace(/[^\x20-\x7e]|["\\%]/g, "_");
  const coded = encodeURIComponent(name).replace(
    /['()*]/g,
    (sign) => `%${sign.charCodeAt(0).toString(16).toUpperCase()}`,
  );
  return `${how}; filename="${plain}"; filename*=UTF-8''${coded}`;
}
