// What is said of invite links, to a room or to the community. Loaded with the parts that show them.
// Of one shape with strings.ts: a translation is these files.

export const i = {
  // Making and keeping them
  holdsFor: "Holds for",
  terms: [
    ["1 day", 86_400_000],
    ["1 week", 604_800_000],
    ["30 days", 2_592_000_000],
    ["Until it is revoked", undefined],
  ] as readonly (readonly [string, number | undefined])[],
  lets: "Lets in",
  uses: [
    ["1 person", 1],
    ["5 people", 5],
    ["25 people", 25],
    ["Whoever comes", undefined],
  ] as readonly (readonly [string, number | undefined])[],
  make: "Make a link",
  made: "The new link",
  copy: "Copy link",
  once: "It is shown this once. Copy it, or let somebody scan it.",
  qr: "The link as a picture to scan",
  holding: "Links that hold",
  none: "There is none yet.",
  by: (name: string) => `Made by ${name}`,
  cameBy: (uses: number, most?: number) =>
    most === undefined ? `${uses} came by it` : `${uses} of ${most} came by it`,
  since: (when: string) => `made ${when}`,
  until: (when: string) => `until ${when}`,
  revoke: "Revoke",
  revokeBy: (name: string, about: string) => `Revoke the link made by ${name}: ${about}`,

  // What one leads to
  invitedTo: (title: string) => `You are invited to ${title}`,
  invitedToPeople: (name: string) => `${name} invites you to talk`,
  invitedBy: (name: string, handle: string) => `By ${name} @${handle}`,
  join: "Join",
  noInvite: "This invitation does not hold",
};
