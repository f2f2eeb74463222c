// What the first run says. Of one shape with strings.ts: a translation is these files.

export const j = {
  welcome: "Get a word in.",
  askName: "Tell the others what to call you. That is all it takes.",
  yourName: "Your name",
  handle: "Handle",
  handleHint: "How others find you. Small letters, digits, dots and dashes.",
  join: "Join",
  joining: "Joining…",
  haveAccount: "I have an account",
  byInvitation: "By invitation only",
  byInvitationLead: (community: string) => `Only who was invited joins ${community}.`,
  inviteMissing:
    "You need an invite link: ask somebody who keeps order there for one, and open it.",
  signInAgain: "Your session ended. Sign in to go on.",
  inviteVoid:
    "The invitation that you opened does not hold any more, or never did. Ask for another one.",
  roomOnly:
    "The link that you opened leads into a room, for people who are in already. Ask whoever sent it for an invite link to the community, join by that one, then open this one again.",
  inviteIdle: "The invitation that you opened does not hold any more, but anyone may join.",
  joinRoom: (room: string) => `You are on your way to #${room}.`,
  nameMissing: "Please write your name: 1 to 64 characters.",
  signedOutElsewhere: "Your session ended. Join again to go on.",
  handleWrong:
    "A handle begins with a letter or digit; after it come a-z, 0-9, dots, dashes and underscores.",
  handleTaken: (taken: string, free: string) =>
    `@${taken} is taken. @${free} is free: join with it or write another.`,
  handleTakenOnly: (taken: string) => `@${taken} is taken. Please write another.`,
};
