// The network in which an address of the internet lies, as text: the same for all ways to write it.

/** One household has one network of version 6, and as many addresses in it as it likes. */
export function networkOf(address: string): string {
  if (!address.includes(":")) return address;
  const [head = "", tail] = address.toLowerCase().split("%")[0]?.split("::") ?? [];
  const groups = (part: string | undefined) => (part ? part.split(":") : []);
  const [before, after] = [groups(head), groups(tail)];
  // An address of version 4 in the clothes of version 6.
  const last = after.at(-1) ?? before.at(-1) ?? "";
  if (last.includes(".")) return last;
  const zeros = tail === undefined ? 0 : 8 - before.length - after.length;
  const all = [...before, ...Array<string>(Math.max(0, zeros)).fill("0"), ...after];
  return all
    .slice(0, 4)
    .map((group) => group.replace(/^0+(?=.)/, ""))
    .join(":");
}
