// What a picture is called: the last part of its address, as people write it.

export function pictureName(href: string): string {
  const { pathname, hostname } = new URL(href);
  const last = pathname.split("/").findLast((part) => part !== "") ?? hostname;
  try {
    return decodeURIComponent(last);
  } catch {
    return last;
  }
}
