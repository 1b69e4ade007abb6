/**
 * SHA-256 of a text in UTF-8, at once: a browser has it only with a promise, and a report is made at once.
 * @returns 32 bytes
 */
export function sha256(text: string): Uint8Array {
  const words = paddedWords(new TextEncoder().encode(text));
  const state = Int32Array.from(start);
  const schedule = new Int32Array(64);
  for (let block = 0; block < words.length; block += 16) {
    for (let i = 0; i < 64; i += 1) schedule[i] = i < 16 ? words[block + i]! : expanded(schedule, i);
    addBlock(state, schedule);
  }
  const bytes = new DataView(new ArrayBuffer(32));
  for (const [i, word] of state.entries()) bytes.setInt32(4 * i, word);
  return new Uint8Array(bytes.buffer);
}

/** The text, a bit 1, zeros, and the length in bits: a multiple of 16 words. */
function paddedWords(bytes: Uint8Array): Int32Array {
  const padded = new DataView(new ArrayBuffer(64 * Math.ceil((bytes.length + 9) / 64)));
  for (const [i, byte] of bytes.entries()) padded.setUint8(i, byte);
  padded.setUint8(bytes.length, 0x80);
  padded.setBigUint64(padded.byteLength - 8, 8n * BigInt(bytes.length));
  return Int32Array.from({ length: padded.byteLength / 4 }, (_, i) => padded.getInt32(4 * i));
}

function expanded(words: Int32Array, i: number): number {
  const [near, far] = [words[i - 15]!, words[i - 2]!];
  const small = turned(near, 7) ^ turned(near, 18) ^ (near >>> 3);
  const large = turned(far, 17) ^ turned(far, 19) ^ (far >>> 10);
  return words[i - 16]! + small + words[i - 7]! + large;
}

function addBlock(state: Int32Array, schedule: Int32Array): void {
  let [a, b, c, d, e, f, g, h] = state as unknown as [number, number, number, number, number, number, number, number];
  for (const [i, word] of schedule.entries()) {
    const chosen = (turned(e, 6) ^ turned(e, 11) ^ turned(e, 25)) + ((e & f) ^ (~e & g));
    const first = (h + chosen + keys[i]! + word) | 0;
    const second = (turned(a, 2) ^ turned(a, 13) ^ turned(a, 22)) + ((a & b) ^ (a & c) ^ (b & c));
    [a, b, c, d, e, f, g, h] = [(first + second) | 0, a, b, c, (d + first) | 0, e, f, g];
  }
  for (const [i, value] of [a, b, c, d, e, f, g, h].entries()) state[i]! += value;
}

const turned = (word: number, by: number): number => (word >>> by) | (word << (32 - by));

/** The constants: 32 bits after the point of square and cube roots of primes. */
const primes = Array.from({ length: 310 }, (_, n) => n + 2).filter((n) => {
  for (let d = 2; d * d <= n; d += 1) if (n % d === 0) return false;
  return true;
});
const afterPoint = (x: number): number => ((x - Math.floor(x)) * 2 ** 32) | 0;
const start = primes.slice(0, 8).map((prime) => afterPoint(Math.sqrt(prime)));
const keys = primes.slice(0, 64).map((prime) => afterPoint(Math.cbrt(prime)));
