import type { Tensor } from '../../src';

/** A file of a header's text or bytes and so many zero bytes of data. */
export function fileOf(header: string | Uint8Array, dataLength = 0, statedLength?: bigint): Uint8Array {
  const text = typeof header === 'string' ? new TextEncoder().encode(header) : header;
  const file = new Uint8Array(8 + text.length + dataLength);
  new DataView(file.buffer).setBigUint64(0, statedLength ?? BigInt(text.length), true);
  file.set(text, 8);
  return file;
}

/** A header's entry of one tensor. */
export function entry(name: string, dtype: string, shape: readonly number[], begin: number, end: number): string {
  return `${JSON.stringify(name)}:${JSON.stringify({ dtype, shape, data_offsets: [begin, end] })}`;
}

/** Every element by its bits, so that NaN and −0 are compared too. */
export function bitsOf(tensors: ReadonlyMap<string, Tensor>): unknown[] {
  return Array.from(tensors, ([name, { dtype, shape, data }]) => {
    return { name, dtype, shape, bytes: Buffer.from(data.buffer, data.byteOffset, data.byteLength).toString('hex') };
  });
}
