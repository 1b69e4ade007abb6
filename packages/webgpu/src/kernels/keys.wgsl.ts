/**
 * WGSL of the key of a number, an unsigned integer in the order of the numbers, and of the number of a key.
 * @param nan the key of NaN. Default: that of its bits
 */
export function keysCode(nan?: string): string {
  return `
  fn keyOf(value: f32) -> u32 {
    let bits = bitcast<u32>(value);
    ${nan ? `if ((bits & 0x7fffffffu) > 0x7f800000u) { return ${nan}; }` : ''}
    return select(bits | 0x80000000u, ~bits, bits >= 0x80000000u);
  }
  fn numberOf(key: u32) -> f32 { return bitcast<f32>(select(~key, key & 0x7fffffffu, key >= 0x80000000u)); }`;
}
