/**
 * Text in which nothing acts on a terminal or hides: control characters with the escapes that start with one, marks that turn
 * the direction of text, separators of lines, and halves of a pair are shown as `\x1b`, `\n` or `\u{202e}`.
 */
export function visible(text: string): string {
  return Array.from(text, (character) => (isHidden(character) ? escaped(character) : character)).join('');
}

const hidden =
  // biome-ignore lint/suspicious/noControlCharactersInRegex: these are what it is for
  /[\u0000-\u001f\u007f-\u009f\u00ad\u061c\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb\ud800-\udfff]/;

function isHidden(character: string): boolean {
  return character.length === 1 && hidden.test(character);
}

const short: Readonly<Record<string, string>> = { '\n': '\\n', '\r': '\\r', '\t': '\\t' };

function escaped(character: string): string {
  const code = character.charCodeAt(0);
  const digits = code.toString(16);
  return short[character] ?? (code < 0x100 ? `\\x${digits.padStart(2, '0')}` : `\\u{${digits}}`);
}
