// Colours for code, loaded with the first fenced block that names a language.
// Whatever goes wrong, the text is returned whole or not at all.

export interface CodeToken {
  text: string;
  kind?: string;
}

const LONGEST = 20_000;
const ALIASES: Record<string, string> = {
  javascript: "js",
  jsx: "js",
  mjs: "js",
  typescript: "ts",
  tsx: "ts",
  sh: "bash",
  shell: "bash",
  zsh: "bash",
  python: "py",
  rust: "rs",
  golang: "go",
  yml: "yaml",
  htm: "html",
  svg: "xml",
  dockerfile: "docker",
  makefile: "make",
  markdown: "md",
  perl: "pl",
  "c++": "c",
  cpp: "c",
  h: "c",
  patch: "diff",
  jsonc: "json",
};
const KNOWN = new Set(
  "asm bash c css csv diff docker go html http ini java js json lua make md pl py regex rs sql toml ts xml yaml".split(
    " ",
  ),
);

/** Undefined where there is nothing to colour. */
export async function colourCode(
  lang: string,
  text: string,
): Promise<readonly CodeToken[] | undefined> {
  const language = ALIASES[lang] ?? lang;
  if (!KNOWN.has(language) || text.length > LONGEST) return undefined;
  try {
    const { tokenize } = await import("@speed-highlight/core");
    const tokens: CodeToken[] = [];
    await tokenize(text, language as Parameters<typeof tokenize>[1], (part, kind) => {
      tokens.push(kind ? { text: part, kind } : { text: part });
    });
    return tokens.map((token) => token.text).join("") === text ? tokens : undefined;
  } catch {
    return undefined;
  }
}
