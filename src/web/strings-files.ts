// What the page says of files: in the tray, in messages, and in the list of a room. Of one shape with strings.ts.

const UNITS = ["byte", "kilobyte", "megabyte", "gigabyte"] as const;

/** As people write sizes: 3.4 MB. */
function size(bytes: number): string {
  const step = Math.min(UNITS.length - 1, bytes < 1 ? 0 : Math.floor(Math.log10(bytes) / 3));
  const value = bytes / 1_000 ** step;
  return value.toLocaleString(undefined, {
    style: "unit",
    unit: UNITS[step] ?? "byte",
    unitDisplay: step === 0 ? "long" : "short",
    maximumFractionDigits: value < 10 && step > 0 ? 1 : 0,
  });
}

export const f = {
  size,
  attach: "Attach files",
  photo: "Take a photo",
  record: "Record a voice message",
  drop: "Drop files here to attach them",
  tray: "Attached files",
  tooMany: (n: number) => `A message carries at most ${n} files.`,
  tooLarge: (most: number) => `Larger than ${size(most)}`,
  empty: "This file is empty",
  preparing: "Preparing…",
  queued: "Waiting for the others…",
  sending: (percent: number) => `${percent} %`,
  waiting: "Waiting for the connection…",
  failed: (why: string) => why || "Did not arrive",
  retry: "Retry",
  retryOf: (name: string) => `Retry ${name}`,
  cancelOf: (name: string) => `Cancel ${name}`,
  removeOf: (name: string) => `Remove ${name}`,
  progressOf: (name: string) => `Upload of ${name}`,
  didNotArrive: (name: string) => `${name} did not arrive; it lies above the message box.`,

  open: (name: string) => `Open ${name}`,
  play: (name: string) => `Play ${name}`,
  download: "Download",
  gone: "This file is not available any more.",
  tryAgain: "Try again",
  voice: "Voice message",
  about: (kind: string, bytes: number) => (kind ? `${kind}, ${size(bytes)}` : size(bytes)),

  nth: (n: number, of: number) => `${n} of ${of}`,
  previous: "Previous",
  next: "Next",

  files: "Files",
  closeFiles: "Close files",
  kinds: { media: "Pictures and videos", other: "Sounds and other files" },
  noFiles: { media: "No pictures or videos yet.", other: "No sounds or other files yet." },
  older: "Older files",
  loading: "Loading…",
  toMessage: (author: string, when: string) => `To the message of ${author}, ${when}`,

  recording: "Recording",
  stop: "Stop recording",
  discardRecording: "Discard recording",
  noMicrophone: "The microphone cannot be used. The browser's settings for this page say why.",
  voiceName: (stamp: string) => `Voice message ${stamp}`,

  roomPicture: "Picture of the room",
  communityPicture: "Picture of the community",
  choosePicture: "Choose a picture",
  changePicture: "Change the picture",
  removePicture: "Remove the picture",
  crop: "Move and zoom the picture",
  zoom: "Zoom",
  usePicture: "Use this picture",
  cannotRead: "This picture cannot be read. Choose a PNG, JPEG or WebP.",
};
