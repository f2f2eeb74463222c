// What the parts say that help one write: completion, commands, emoji. Loaded with them.
// Of one shape with strings.ts: a translation is these two files.

export const w = {
  suggestions: "Suggestions",
  suggestionsFor: (n: number) =>
    `${n} ${n === 1 ? "suggestion" : "suggestions"}, arrows choose, Tab takes`,

  // Commands, by name
  everybodyHere: "Everybody who is here now",
  commands: [
    { name: "me", takes: "text", what: "Say what you do" },
    { name: "topic", takes: "new topic", what: "Change the topic" },
    { name: "shrug", takes: "", what: "Add ¯\\_(ツ)_/¯" },
    { name: "status", takes: "emoji text", what: "Say how you are" },
    { name: "away", takes: "text", what: "Say that you are away" },
    { name: "help", takes: "", what: "Commands and keys" },
  ],
  noCommand: (name: string) =>
    `There is no command /${name}. /help lists them; begin with // to send it as text.`,
  needsText: (name: string, takes: string) => `Write it like this: /${name} ${takes}`,
  help: "Help",
  helpCommands: "Commands",
  helpText: "A message that begins with // is sent with one slash.",
  helpCompletion: "In the message box",
  signs: [
    ["@", "Name a person"],
    ["#", "Link a room"],
    [":", "An emoji by its name, such as :tada:"],
    ["Tab", "Take the suggestion; Esc closes the list"],
  ] as readonly (readonly [string, string])[],

  // Emoji
  searchEmoji: "Search emoji",
  noEmoji: "No emoji found.",
  found: (n: number) => `${n} found`,
  emojiAway: "The emoji could not be loaded.",
  groups: "Groups",
  recently: "Recently used",
  groupNames: [
    "Smileys and emotion",
    "People and body",
    "Animals and nature",
    "Food and drink",
    "Travel and places",
    "Activities",
    "Objects",
    "Symbols",
    "Flags",
  ],
  skinTone: "Skin tone",
  tones: ["None", "Light", "Medium-light", "Medium", "Medium-dark", "Dark"],
  toned: (name: string, tone: string) => `${name}, ${tone.toLowerCase()} skin tone`,

  topicTooLong: (most: number) => `A topic has at most ${most} characters.`,
  statusTooLong: (most: number) => `A status has at most ${most} characters.`,
  away: "Away",
  statusSet: (shown: string) => (shown ? `Your status: ${shown}` : "Your status is cleared"),
};
