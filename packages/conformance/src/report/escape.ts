const entities: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

/**
 * Text for HTML or XML, as content or as an attribute. Characters that XML does not allow become U+FFFD, as do marks that
 * would turn the direction of the text around it.
 */
export function escapeMarkup(text: string): string {
  return Array.from(text, (character) => (isAllowed(character) ? (entities[character] ?? character) : '\uFFFD')).join('');
}

/** XML 1.0, production 2 (Char). */
function isAllowed(character: string): boolean {
  const code = character.codePointAt(0)!;
  if (code < 0x20) return code === 0x9 || code === 0xa || code === 0xd;
  if (code === 0x61c || code === 0x200e || code === 0x200f) return false;
  if ((code >= 0x202a && code <= 0x202e) || (code >= 0x2066 && code <= 0x2069)) return false;
  return !(code >= 0xd800 && code <= 0xdfff) && code !== 0xfffe && code !== 0xffff && !(code >= 0x7f && code < 0xa0);
}
