import { bytesPerElement, type Dtype, dtypes, elementCount, isDtype } from './dtypes';
import { kindOf, quote, SafetensorsError, showShape } from './error';
import { longestHeader, prefixLength } from './header';
import { mostValues } from './json';

/** What the header needs to know of a tensor. */
interface Described {
  readonly dtype: Dtype;
  readonly shape: readonly number[];
}

/** Tensors by name, as a Map or an object. */
export type ByName<T> = ReadonlyMap<string, T> | Readonly<Record<string, T>>;

export interface WriteOptions {
  /** Strings by name. A file that is given none, not even `{}`, has no `__metadata__`. */
  readonly metadata?: Readonly<Record<string, string>>;
}

/** A file before its data: its first bytes, and the tensors in the order in which their data follow. */
export interface Layout<T> {
  /** Length, header and padding; a multiple of 8 bytes, so that data are aligned. */
  readonly head: Uint8Array;
  readonly tensors: readonly (readonly [name: string, tensor: T, elements: number])[];
  readonly fileSize: number;
}

/**
 * Lays a file out as the Python library does: large elements first, then by name in order of code points.
 * @throws SafetensorsError `name`, `dtype`, `shape`, `metadata` or `size`
 */
export function layOut<T extends Described>(tensors: ByName<T>, { metadata }: WriteOptions, where: string): Layout<T> {
  if (typeof tensors !== 'object' || tensors === null)
    throw new SafetensorsError('data', where, 'tensors by name', kindOf(tensors));
  const named = tensors instanceof Map ? [...(tensors as ReadonlyMap<string, T>)] : Object.entries(tensors);
  const counted = named.map(([name, tensor]) => [name, tensor, countOf(name, tensor, where)] as const);
  counted.sort(([a, { dtype: x }], [b, { dtype: y }]) => dtypes.indexOf(y) - dtypes.indexOf(x) || byCodePoint(a, b));
  // The JSON of each: an object with three fields, of which two are lists.
  const values = counted.reduce((sum, [, { shape }]) => sum + 6 + shape.length, 2 + Object.keys(metadata ?? {}).length);
  if (values > mostValues) {
    throw new SafetensorsError('size', where, `a header of at most ${mostValues} values`, `one of ${values}`);
  }
  const fields = metadata ? [`"__metadata__":${metadataJson(metadata, where)}`] : [];
  let end = 0;
  for (const [name, { dtype, shape }, count] of counted) {
    const begin = end;
    end += count * bytesPerElement(dtype);
    fields.push(`${JSON.stringify(name)}:${JSON.stringify({ dtype, shape, data_offsets: [begin, end] })}`);
  }
  const head = headOf(`{${fields.join(',')}}`, where);
  const fileSize = head.length + end;
  if (!Number.isSafeInteger(fileSize)) throw new SafetensorsError('size', where, 'at most 2^53 - 1 bytes', 'more');
  return { head, tensors: counted, fileSize };
}

function headOf(json: string, where: string): Uint8Array {
  const text = new TextEncoder().encode(json);
  const length = Math.ceil(text.length / 8) * 8;
  if (length > longestHeader) {
    throw new SafetensorsError('size', where, `a header of at most ${longestHeader} bytes`, `one of ${length}`);
  }
  const head = new Uint8Array(prefixLength + length).fill(0x20);
  new DataView(head.buffer).setBigUint64(0, BigInt(length), true);
  head.set(text, prefixLength);
  return head;
}

/** Number of elements. */
function countOf(name: string, described: Described, where: string): number {
  const bad = (code: 'name' | 'dtype' | 'shape' | 'data', expected: string, actual: string) =>
    new SafetensorsError(code, where, expected, actual);
  if (typeof name !== 'string' || name === '__metadata__' || !isWellFormed(name)) {
    throw bad('name', 'a name of well-formed Unicode other than "__metadata__"', kindOf(name));
  }
  const tensor = `tensor ${quote(name)}`;
  if (typeof described !== 'object' || described === null)
    throw bad('data', `${tensor} with a dtype, a shape and data`, kindOf(described));
  const { dtype, shape } = described;
  if (!isDtype(dtype))
    throw bad('dtype', `${tensor} of ${dtypes.join(', ')}`, typeof dtype === 'string' ? dtype : kindOf(dtype));
  if (!Array.isArray(shape) || !Array.from(shape).every((size) => Number.isSafeInteger(size) && size >= 0)) {
    throw bad(
      'shape',
      `${tensor} with a shape of whole numbers`,
      Array.isArray(shape) ? showShape(shape) : typeof shape,
    );
  }
  const count = elementCount(shape) ?? Number.NaN;
  if (!Number.isSafeInteger(count * bytesPerElement(dtype))) {
    throw bad('shape', `${tensor} of at most 2^53 - 1 bytes`, showShape(shape));
  }
  return count;
}

function metadataJson(metadata: Readonly<Record<string, string>>, where: string): string {
  if (typeof metadata !== 'object') throw new SafetensorsError('metadata', where, 'metadata by name', kindOf(metadata));
  const fields = Object.entries(metadata).map(([key, value]: [string, unknown]) => {
    if (typeof value !== 'string' || !isWellFormed(key) || !isWellFormed(value)) {
      const actual = typeof value === 'string' ? quote(value) : typeof value;
      throw new SafetensorsError('metadata', where, `metadata ${quote(key)} of well-formed Unicode`, actual);
    }
    return `${JSON.stringify(key)}:${JSON.stringify(value)}`;
  });
  return `{${fields.join(',')}}`;
}

function isWellFormed(text: string): boolean {
  return !/\p{Surrogate}/u.test(text);
}

/** JavaScript compares UTF-16 units, where characters beyond U+FFFF come before U+E000. */
function byCodePoint(a: string, b: string): number {
  let i = 0;
  while (i < a.length && a.charCodeAt(i) === b.charCodeAt(i)) i++;
  const isLow = (text: string) => (text.charCodeAt(i) & 0xfc00) === 0xdc00;
  const from = i > 0 && (isLow(a) || isLow(b)) ? i - 1 : i; // not within a pair
  return (a.codePointAt(from) ?? -1) - (b.codePointAt(from) ?? -1);
}
