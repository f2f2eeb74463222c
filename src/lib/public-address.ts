// Which hosts belong to everybody, so that a server may ask them on a stranger's word.
// What is not surely public is not. A name is judged as it is written; what it resolves to, `isPublicIp` judges.

/** IPv4 blocks without a public host: private, shared, local, reserved, for documents, many receivers. */
const CLOSED_V4 = [
  "0.0.0.0/8",
  "10.0.0.0/8",
  "100.64.0.0/10",
  "127.0.0.0/8",
  "168.63.129.16/32", // a cloud's metadata, on an address that is otherwise public
  "169.254.0.0/16",
  "172.16.0.0/12",
  "192.0.0.0/24",
  "192.0.2.0/24",
  "192.31.196.0/24",
  "192.52.193.0/24",
  "192.88.99.0/24",
  "192.168.0.0/16",
  "192.175.48.0/24",
  "198.18.0.0/15",
  "198.51.100.0/24",
  "203.0.113.0/24",
  "224.0.0.0/3",
].map((block) => {
  const [base = "", bits = ""] = block.split("/");
  return { base: parseV4(base) ?? 0, size: 2 ** (32 - Number(bits)) };
});

/** Of `2000::/3`, which alone is public: protocol assignments with Teredo, documents, 6to4. By 16-bit groups. */
const CLOSED_V6: ((groups: readonly number[]) => boolean)[] = [
  ([a = 0, b = 0]) => a === 0x2001 && b < 0x200,
  ([a = 0, b = 0]) => a === 0x2001 && b === 0xdb8,
  ([a = 0]) => a === 0x2002,
  ([a = 0, b = 0]) => a === 0x3fff && b < 0x1000,
  // ISATAP carries an IPv4 address in its lower half.
  (groups) => ((groups[4] ?? 0) & ~0x200) === 0 && groups[5] === 0x5efe,
];

/** Endings that no public name has, or that lead out of the web. */
const CLOSED_ENDINGS = new Set(
  (
    "alt arpa corp example home internal intranet invalid lan local localdomain localhost mail " +
    "onion private test workgroup"
  ).split(" "),
);

const LABEL = /^[a-z0-9_](?:[a-z0-9_-]{0,61}[a-z0-9_])?$/;

/**
 * Whether `hostname` may be asked: a name of two labels or more, or a public address.
 * It is as the URL parser gives it: lower case, international names in ASCII, IPv6 in brackets.
 */
export function isPublicHost(hostname: string): boolean {
  if (hostname.startsWith("[")) return hostname.endsWith("]") && isPublicIp(hostname.slice(1, -1));
  const labels = hostname.replace(/\.$/, "").split(".");
  const ending = labels.at(-1) ?? "";
  // The URL parser takes such a host for an address, in whichever notation.
  if (/^(?:\d+|0x[0-9a-f]*)$/.test(ending)) return isPublicIp(hostname);
  return (
    hostname.length <= 253 &&
    labels.length > 1 &&
    labels.every((label) => LABEL.test(label)) &&
    !CLOSED_ENDINGS.has(ending)
  );
}

/** Whether an IPv4 address of four decimal parts, or an IPv6 address, is one of the public Internet. */
export function isPublicIp(ip: string): boolean {
  const v4 = parseV4(ip);
  if (v4 !== undefined) return !CLOSED_V4.some(({ base, size }) => v4 >= base && v4 < base + size);
  const groups = parseV6(ip);
  if (!groups || ((groups[0] ?? 0) & 0xe000) !== 0x2000) return false;
  return !CLOSED_V6.some((closes) => closes(groups));
}

/** Undefined for every other notation: octal, hexadecimal, shortened. */
function parseV4(text: string): number | undefined {
  const parts = text.split(".");
  if (parts.length !== 4) return undefined;
  let value = 0;
  for (const part of parts) {
    if (!/^(?:0|[1-9]\d{0,2})$/.test(part) || Number(part) > 255) return undefined;
    value = value * 256 + Number(part);
  }
  return value;
}

/** The eight groups of an IPv6 address, its last two possibly as IPv4; undefined where it is none. */
function parseV6(text: string): number[] | undefined {
  const [before, after, ...more] = text.split("::").map(groupsOf);
  if (!before || more.length > 0) return undefined;
  if (!text.includes("::")) return before.length === 8 ? before : undefined;
  if (!after || before.length + after.length > 7) return undefined;
  return [...before, ...Array<number>(8 - before.length - after.length).fill(0), ...after];
}

function groupsOf(text: string): number[] | undefined {
  if (text === "") return [];
  const groups: number[] = [];
  const parts = text.split(":");
  for (const [i, part] of parts.entries()) {
    const v4 = i === parts.length - 1 ? parseV4(part) : undefined;
    if (v4 !== undefined) groups.push(Math.floor(v4 / 0x10000), v4 % 0x10000);
    else if (/^[0-9a-f]{1,4}$/i.test(part)) groups.push(Number.parseInt(part, 16));
    else return undefined;
  }
  return groups;
}
