/** FNV-1a over 32-bit numbers, as eight hex digits: tells texts and vocabularies apart; it is no protection against malice. */
export function fingerprint(numbers: Iterable<number>): string {
  let hash = 0x811c9dc5;
  for (const number of numbers) {
    for (let shift = 0; shift < 32; shift += 8) hash = Math.imul(hash ^ ((number >>> shift) & 0xff), 0x01000193);
  }
  return (hash >>> 0).toString(16).padStart(8, '0');
}
