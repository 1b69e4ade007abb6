import type { Random } from './random';

type Damage = (random: Random, bytes: Uint8Array, other: Uint8Array) => Uint8Array;

/** A byte order mark, half a surrogate pair in UTF-8, a byte that is never UTF-8, the ends of numbers. */
const oddBytes = [
  [0xef, 0xbb, 0xbf],
  [0xed, 0xa0, 0x80],
  [0xff],
  [0, 0, 0, 0],
  [0xff, 0xff, 0xff, 0xff],
  [0x7b],
  [0x22],
];

const damages: readonly Damage[] = [
  (random, bytes) => flipped(random, bytes, 1),
  (random, bytes) => flipped(random, bytes, 1 + random.below(16)),
  (random, bytes) => bytes.slice(0, random.below(bytes.length + 1)),
  (random, bytes) => bytes.slice(random.below(bytes.length + 1)),
  (random, bytes) => {
    const [from, to] = range(random, bytes);
    return joined(bytes.subarray(0, from), bytes.subarray(to)); // left out
  },
  (random, bytes) => {
    const [from, to] = range(random, bytes);
    return joined(bytes.subarray(0, to), bytes.subarray(from)); // twice
  },
  (random, bytes) => {
    const at = random.below(bytes.length + 1);
    const more = random.chance(0.5)
      ? random.pick(oddBytes)
      : Array.from({ length: 1 + random.below(9) }, () => random.below(256));
    return joined(bytes.subarray(0, at), Uint8Array.from(more), bytes.subarray(at));
  },
  (random, bytes, other) =>
    joined(bytes.subarray(0, random.below(bytes.length + 1)), other.subarray(random.below(other.length + 1))),
  (random, bytes) => {
    const [from, to] = range(random, bytes);
    return bytes.slice().fill(random.pick([0, 0x20, 0x7f, 0xff]), from, to);
  },
  (_, bytes, other) => joined(bytes, other),
  (random, bytes) => joined(Uint8Array.from(oddBytes[random.below(2)]!), bytes),
  (_, bytes) => Uint8Array.from(bytes, (_value, i) => bytes[i ^ 1] ?? 0),
  (random, bytes) => utf16(bytes, random.chance(0.5)),
  () => new Uint8Array(),
];

/** What a bad disk, a broken transfer or an editor makes of a file. */
export function damageBytes(random: Random, bytes: Uint8Array, other: Uint8Array = bytes): Uint8Array {
  return random.pick(damages)(random, bytes, other);
}

function flipped(random: Random, bytes: Uint8Array, count: number): Uint8Array {
  const copy = bytes.slice();
  if (copy.length > 0) for (let i = 0; i < count; i++) copy[random.below(copy.length)]! ^= 1 << random.below(8);
  return copy;
}

function range(random: Random, bytes: Uint8Array): [from: number, to: number] {
  const from = random.below(bytes.length + 1);
  return [from, Math.min(bytes.length, from + random.below(random.chance(0.5) ? 9 : bytes.length + 1))];
}

/** Every byte as a character of UTF-16, which is what it is for ASCII, behind a byte order mark. */
function utf16(bytes: Uint8Array, littleEndian: boolean): Uint8Array {
  const view = new DataView(new ArrayBuffer(2 + 2 * bytes.length));
  view.setUint16(0, 0xfeff, littleEndian);
  for (const [i, byte] of bytes.entries()) view.setUint16(2 + 2 * i, byte, littleEndian);
  return new Uint8Array(view.buffer);
}

function joined(...parts: readonly Uint8Array[]): Uint8Array {
  const whole = new Uint8Array(parts.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}
