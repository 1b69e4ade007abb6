import { arrayName, bytesOf, isArrayOf, type Tensor } from './dtypes';
import { quote, SafetensorsError } from './error';
import { type ByName, layOut, type WriteOptions } from './layout';

/**
 * A file in memory, byte for byte what the Python library writes for the same tensors.
 * @throws SafetensorsError `name`, `dtype`, `shape`, `metadata`, `data` or `size`
 * @example
 * ```js
 * import { parseSafetensors, writeSafetensors } from '@mosa-js/safetensors';
 *
 * const bytes = writeSafetensors({ x: { dtype: 'F32', shape: [2], data: Float32Array.of(1, 2) } });
 * console.log(parseSafetensors(bytes).tensors.get('x')?.data);
 * ```
 */
export function writeSafetensors(tensors: ByName<Tensor>, options: WriteOptions = {}): Uint8Array<ArrayBuffer> {
  const where = 'writeSafetensors';
  const layout = layOut(tensors, options, where);
  for (const [name, { dtype, data }, elements] of layout.tensors) {
    if (isArrayOf(dtype, data) && data.length === elements) continue;
    const expected = `tensor ${quote(name)} with ${arrayName(dtype)}(${elements}) for ${dtype}`;
    throw new SafetensorsError('data', where, expected, showData(data));
  }
  const file = new Uint8Array(layout.fileSize);
  file.set(layout.head);
  let at = layout.head.length;
  for (const [, { data }] of layout.tensors) {
    file.set(bytesOf(data), at);
    at += data.byteLength;
  }
  return file;
}

/** Data of the wrong kind for an error message. */
export function showData(data: unknown): string {
  if (!ArrayBuffer.isView(data)) return typeof data === 'object' ? Object.prototype.toString.call(data) : typeof data;
  return `${Reflect.get(data, Symbol.toStringTag) ?? 'DataView'}(${Reflect.get(data, 'length')})`;
}
