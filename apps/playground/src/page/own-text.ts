/** Bytes of a text at most: more would not make a small model better, and fill the page's memory. */
const mostBytes = 5_000_000;

export type OwnText = { readonly name: string; readonly text: string } | { readonly wrong: string };

/** A file as a text, or what is wrong with it. A large one is not read at all. */
export async function readText(file: File): Promise<OwnText> {
  const { name, size } = file;
  if (size > mostBytes)
    return {
      wrong: `${name} has ${(size / 1e6).toFixed(1)} MB. This page takes texts of up to ${mostBytes / 1e6} MB.`,
    };
  if (size === 0) return { wrong: `${name} is empty.` };
  try {
    const text = new TextDecoder('utf-8', { fatal: true }).decode(await file.arrayBuffer());
    // biome-ignore lint/suspicious/noControlCharactersInRegex: these are what tells a text from other files
    if (/[\x00-\x08\x0e-\x1a\x1c-\x1f]/.test(text)) return { wrong: `${name} is no text: it has control characters.` };
    return { name, text };
  } catch (error) {
    if (error instanceof TypeError)
      return { wrong: `${name} is no text in UTF-8. Save it as UTF-8, or take another file.` };
    return { wrong: `${name} cannot be read: ${error instanceof Error ? error.message : String(error)}` };
  }
}
