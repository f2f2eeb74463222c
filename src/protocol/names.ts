// Names of rooms and people [N1] [N2], as functions without a library: the page checks as one types.
// What these accept is safe as an address, a key and a label; nothing else reaches an object.

const ROOM_NAME = /^[\p{L}\p{N}][\p{L}\p{M}\p{N}_-]{0,63}$/u;
const PRIVATE = /^~[a-z2-7]{26}$/;
const HANDLE = /^[a-z0-9][a-z0-9._-]{0,31}$/;
const PERSON_ID = /^[a-z2-7]{26}$/;
const VISIBLE = /[^\p{White_Space}\p{Default_Ignorable_Code_Point}\p{Cc}]/u;

/** The normal form of a room name, or undefined where it is none [N1]. */
export function roomName(raw: string): string | undefined {
  if (raw.length > 256 || !raw.isWellFormed()) return undefined;
  const name = raw.normalize("NFKC").toLowerCase();
  return ROOM_NAME.test(name) ? name : undefined;
}

/** The room that is there from the start, and stays. */
export const FIRST_ROOM_NAME = "general";

/** The address of any room in its normal form: an open room's name, or one that the server minted; undefined where it is none. */
export function roomAddress(raw: string): string | undefined {
  return PRIVATE.test(raw) ? raw : roomName(raw);
}

/** The handle in `@ada`, which addresses the room between oneself and `ada` [N3]; undefined where it is none. */
export function directHandle(raw: string): string | undefined {
  return raw.startsWith("@") && isHandle(raw.slice(1)) ? raw.slice(1) : undefined;
}

/** Whether this is the address of a room that is not open: minted by the server, told to members only. */
export function isMinted(address: string): boolean {
  return address.startsWith("~");
}

/** Whether `raw` is a handle [N2]. */
export function isHandle(raw: string): boolean {
  return HANDLE.test(raw);
}

/** Whether this names a time zone, as the browser's and the server's own tables have it. */
export function isTimeZone(raw: string): boolean {
  try {
    return (
      /^[A-Za-z0-9_+/-]{1,64}$/.test(raw) && Boolean(Intl.DateTimeFormat("en", { timeZone: raw }))
    );
  } catch {
    return false;
  }
}

export function isPersonId(raw: string): boolean {
  return PERSON_ID.test(raw);
}

/** Whether anything of `text` can be seen: white space and ignorable characters alone cannot. */
export function isVisible(text: string): boolean {
  return VISIBLE.test(text);
}
