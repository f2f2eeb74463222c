// What helps one write, in one chunk: fetched with the first sign that asks for it, or when the page is at rest.

export { obeySlash } from "../behavior/obey.ts";
export { Completion } from "./completion.tsx";
