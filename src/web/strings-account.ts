// What signing in and the settings say. Loaded with them.
// Of one shape with strings.ts: a translation is these files.

const days = new Intl.RelativeTimeFormat(undefined, { numeric: "auto" });

export const a = {
  // Signing in
  signIn: "Sign in",
  signingIn: "Signing in…",
  signInLead: "With the handle that you made your own.",
  handle: "Handle",
  password: "Password",
  code: "Recovery code",
  useCode: "Use a recovery code",
  usePassword: "Use the password",
  asGuest: "Join without an account",
  noMatch: "That did not match. Check what you wrote and try again.",
  waitSeconds: (message: string, s: number) => `${message} (${s} s)`,

  // Settings
  settings: "Settings",
  pages: {
    profile: "Profile",
    account: "Account",
    devices: "Devices",
    notifications: "Notifications",
    blocked: "Blocked people",
    appearance: "Appearance",
    community: "Community",
  },
  loading: "One moment…",
  saved: "Saved.",
  save: "Save",

  // Menu and signing out
  signOutAsk: "Sign out?",
  signOutWarning: (handle: string) =>
    `You are here as a guest. Once signed out, nobody can prove that @${handle} is you: the handle cannot be given back to you, and messages you wrote stay as they are.`,
  signOutPlain: (handle: string) =>
    `You sign in again as @${handle} with your password or passkey.`,
  stay: "Stay",
  theme: "Theme",
  themeSystem: "System",
  themeLight: "Light",
  themeDark: "Dark",

  // Profile
  displayName: "Display name",
  handleHint: "How others find you. The old one is kept for you for 30 days.",
  handleWrong:
    "A handle begins with a letter or digit; after it come a-z, 0-9, dots, dashes and underscores.",
  handleTaken: (free: string | undefined) =>
    free === undefined ? "This handle is taken." : `This handle is taken. @${free} is free.`,
  nameMissing: "Please write a name: 1 to 64 characters.",
  status: "Status",
  statusHint: "A few words on what you are up to. The others see it; empty takes it away.",
  statusEmoji: "Emoji",
  zone: "Time zone",
  zoneHint: "Whoever looks at your card sees what time it is for you.",
  noZone: "Not shown",

  // Account
  guestLead: (handle: string) =>
    `You are here as a guest. A password or a passkey makes @${handle} yours: you sign in with it on any device, and the handle is kept for you.`,
  ownLead: (handle: string) => `@${handle} is yours. You sign in with your password or a passkey.`,
  passkeyLead: (handle: string) =>
    `@${handle} is yours. You sign in with a passkey; a password is another way, where that is not at hand.`,
  newPassword: "New password",
  passwordHint: "At least 10 characters. A few words are better than one with signs.",
  setPassword: "Set password",
  changePassword: "Change password",
  changed: "The password was changed, and all other devices were signed out.",
  proveLead: "To change what you sign in with, confirm first that it is you.",
  prove: "Confirm",
  codes: "Recovery codes",
  codesLead:
    "Each of these signs you in once, should you lose the other ways. They are shown now and never again: keep them somewhere safe.",
  codesLeft: (n: number) =>
    n === 0
      ? "You have none. Without them nobody can help you, should you lose the other ways to sign in."
      : `${n} of them ${n === 1 ? "is" : "are"} left. New ones make the old ones void.`,
  makeCodes: "Make recovery codes",
  copyCodes: "Copy codes",
  codesCopied: "Codes copied.",
  codesKept: "I have kept them",

  // Passkeys
  passkeys: "Passkeys",
  passkeysLead:
    "A passkey is kept by your device or your password manager, and unlocked as that is. Nothing to remember, nothing to type.",
  passkeysAbsent: "Passkeys need a page served over https, and a browser that knows them.",
  addPasskey: "Add a passkey",
  passkeyName: "Name of the passkey",
  rename: "Rename",
  renamePasskey: (name: string) => `Rename the passkey ${name}`,
  remove: "Remove",
  removePasskey: (name: string) => `Remove the passkey ${name}`,
  withPasskey: "Use a passkey",
  passkeyNotGiven: "No passkey was used. Try again, or take another way.",
  passkeyKnown: "This device has a passkey for you already.",

  // One's own data
  ownData: "Your data",
  ownDataLead: "Everything kept about you, with all messages that you wrote, as one JSON file.",
  download: "Download",

  // Devices
  devicesLead: "Where you are signed in. What you do not know, sign out.",
  devices: "Devices",
  thisDevice: "This device",
  unknownDevice: "Unknown device",
  lastUsed: (ts: number) =>
    `Last used ${days.format(Math.min(0, Math.floor((ts - Date.now()) / 86_400_000) + 1), "day")}`,
  signOutDevice: (device: string) => `Sign out ${device}`,
  signOutOne: "Sign out",
  signOutOthers: "Sign out all other devices",
  signedOut: "Signed out.",

  // Notifications
  perRoom: "Rooms",
  perRoomLead: "What of each room notifies you.",
  noRooms: "You have not been in a room yet.",
};
