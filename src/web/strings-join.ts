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
  byInvitation: "Only who was invited joins here. Whoever has an account signs in below.",
  joinRoom: (room: string) => `You are on your way to #${room}.`,
  nameMissing: "Please write your name: 1 to 64 characters.",
  signedOutElsewhere: "Your session ended. Join again to go on.",
  handleWrong:
    "A handle begins with a letter or digit; after it come a-z, 0-9, dots, dashes and underscores.",
  handleTaken: (taken: string, free: string) =>
    `@${taken} is taken. @${free} is free: join with it or write another.`,
  handleTakenOnly: (taken: string) => `@${taken} is taken. Please write another.`,
};
