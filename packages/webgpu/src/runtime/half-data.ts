import { fromHalf, type HalfFormat } from '@mosa-js/core/adapter';

/** Bits as they lie on the device, two numbers in a word. */
export function toWords(bits: Uint16Array): Uint32Array<ArrayBuffer> {
  const words = new Uint32Array(Math.ceil(bits.length / 2));
  new Uint16Array(words.buffer).set(bits);
  return words;
}

/** The numbers of so many elements that come from the device. */
export function fromWords(bytes: ArrayBuffer, size: number, half: HalfFormat): Float32Array {
  return fromHalf(new Uint16Array(bytes, 0, size), half);
}
