// What src/tools/build.mjs makes for the page.

declare module "built:emoji" {
  /** The text of src/tools/emoji.mjs; behavior/emoji/read.ts reads it. */
  const text: string;
  export default text;
}
