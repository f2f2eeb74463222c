// What previews say, loaded with the first of them.
// Of one shape with strings.ts: a translation is these files.

export const p = {
  remove: "Remove preview",
  openImage: (name: string) => `Open image ${name}`,
  showAnimation: (name: string) => `Show animation ${name}`,
  noImage: (name: string) => `${name} cannot be shown here`,
  play: (title: string) => `Play ${title}`,
  video: "Video",
  playsFrom: (host: string) => `Plays from ${host}`,
  original: "Open the original",
};
