import { bytesPerElement, type Dtype, dtypes, elementCount, isDtype } from './dtypes';
import { quote, SafetensorsError, type SafetensorsErrorCode, showShape } from './error';
import { type Json, JsonError, parseJson } from './json';

/** Longest header that is read or written, in bytes: the Python library's limit. */
export const longestHeader = 100_000_000;

/** Bytes before the header: its length, as a little-endian 64-bit number. */
export const prefixLength = 8;

/** What the header says of a tensor. */
export interface TensorInfo {
  readonly dtype: Dtype;
  readonly shape: readonly number[];
  /** Where its data begin, in bytes from the beginning of the file. */
  readonly offset: number;
  readonly byteLength: number;
}

export interface Header {
  /** Strings by name; an object without prototype. Empty where the file has none. */
  readonly metadata: Readonly<Record<string, string>>;
  /** In the order of the file. */
  readonly tensors: ReadonlyMap<string, TensorInfo>;
}

/**
 * The header's length, checked against the file's.
 * @param prefix the first 8 bytes of the file, or all where it has fewer
 * @throws SafetensorsError `size`
 */
export function headerLength(prefix: Uint8Array, fileSize: number, where: string): number {
  if (prefix.length < prefixLength) {
    throw new SafetensorsError('size', where, 'a safetensors file of at least 8 bytes', `${prefix.length} bytes`);
  }
  const length = new DataView(prefix.buffer, prefix.byteOffset, prefixLength).getBigUint64(0, true);
  const room = fileSize - prefixLength;
  if (length > room) {
    throw new SafetensorsError('size', where, `a header of at most ${room} bytes`, `a header length of ${length}`);
  }
  if (length > longestHeader) {
    throw new SafetensorsError('size', where, `a header of at most ${longestHeader} bytes`, `one of ${length}`);
  }
  return Number(length);
}

/**
 * Parses a header and checks all it says.
 * @param bytes the header alone, without its length
 * @param fileSize of the whole file, in bytes
 * @throws SafetensorsError `header`, `duplicate`, `dtype`, `shape`, `offsets`, `metadata` or `size`
 */
export function parseHeader(bytes: Uint8Array, fileSize: number, where: string): Header {
  const metadata: Record<string, string> = Object.create(null);
  const tensors = new Map<string, TensorInfo>();
  const start = prefixLength + bytes.length;
  for (const [name, entry] of topLevel(bytes, where)) {
    if (name === '__metadata__') readMetadata(entry, metadata, where);
    else tensors.set(name, readEntry(name, entry, start, where));
  }
  checkCoverage(tensors, start, fileSize, where);
  return { metadata, tensors };
}

function topLevel(bytes: Uint8Array, where: string): ReadonlyMap<string, Json> {
  const bad = (actual: string, code: SafetensorsErrorCode = 'header') =>
    new SafetensorsError(code, where, 'a header of JSON, an object without a name twice', actual);
  let text: string;
  try {
    text = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    throw bad('bytes that are not UTF-8');
  }
  if (!text.startsWith('{')) throw bad(text === '' ? 'nothing' : `one that begins with ${quote(text.slice(0, 20))}`);
  try {
    return parseJson(text) as ReadonlyMap<string, Json>;
  } catch (error) {
    if (!(error instanceof JsonError)) throw error;
    throw error.duplicate ? bad(`${quote(error.message)} twice`, 'duplicate') : bad(error.message);
  }
}

function readMetadata(entry: Json, into: Record<string, string>, where: string): void {
  if (!(entry instanceof Map)) throw new SafetensorsError('metadata', where, 'metadata by name', kindOf(entry));
  for (const [key, value] of entry as ReadonlyMap<string, Json>) {
    if (typeof value !== 'string') {
      throw new SafetensorsError('metadata', where, `metadata ${quote(key)} to be a string`, kindOf(value));
    }
    into[key] = value;
  }
}

function readEntry(name: string, entry: Json, start: number, where: string): TensorInfo {
  const bad = (code: SafetensorsErrorCode, expected: string, actual: string) =>
    new SafetensorsError(code, where, `tensor ${quote(name)} ${expected}`, actual);
  if (!(entry instanceof Map)) throw bad('header', 'with a dtype, a shape and data_offsets', kindOf(entry));
  const dtype: Json | undefined = entry.get('dtype');
  if (!isDtype(dtype)) throw bad('dtype', `of ${dtypes.join(', ')}`, kindOf(dtype));
  const shape = wholeNumbers(entry.get('shape'));
  if (!shape) throw bad('shape', 'with a shape of whole numbers', kindOf(entry.get('shape')));
  const byteLength = (elementCount(shape) ?? Number.NaN) * bytesPerElement(dtype);
  if (!Number.isSafeInteger(byteLength)) throw bad('shape', 'of at most 2^53 - 1 bytes', showShape(shape));
  const offsets = wholeNumbers(entry.get('data_offsets'));
  if (offsets?.length !== 2) throw bad('offsets', 'with two data_offsets', kindOf(entry.get('data_offsets')));
  const [begin, end] = offsets as [number, number];
  if (end - begin !== byteLength) {
    throw bad('offsets', `of ${dtype} ${showShape(shape)} in ${byteLength} bytes`, `data_offsets ${begin} to ${end}`);
  }
  return { dtype, shape, offset: start + begin, byteLength };
}

/** Data must lie one after another, without gap or overlap, and end where the file ends. */
function checkCoverage(tensors: ReadonlyMap<string, TensorInfo>, start: number, fileSize: number, where: string) {
  const inOrder = [...tensors].sort(
    ([, a], [, b]) => a.offset - b.offset || a.offset + a.byteLength - (b.offset + b.byteLength),
  );
  let end = start;
  for (const [name, { offset, byteLength }] of inOrder) {
    if (offset !== end) {
      const actual = `${offset - start}: ${offset < end ? 'an overlap' : 'a hole'}`;
      throw new SafetensorsError('offsets', where, `tensor ${quote(name)} to begin at byte ${end - start}`, actual);
    }
    end += byteLength;
  }
  if (end !== fileSize) {
    const actual = `${fileSize - start} bytes${fileSize < end ? ': the file is truncated' : ''}`;
    throw new SafetensorsError('size', where, `${end - start} bytes of data after the header`, actual);
  }
}

function wholeNumbers(value: Json | undefined): number[] | undefined {
  if (!Array.isArray(value)) return undefined;
  const numbers: number[] = [];
  for (const item of value as readonly Json[]) {
    const literal = typeof item === 'object' && item !== null && 'literal' in item ? item.literal : '';
    // A literal of digits only: the Python library refuses 1.0, 1e0 and -0 too.
    if (!/^\d{1,16}$/.test(literal) || !Number.isSafeInteger(Number(literal))) return undefined;
    numbers.push(Number(literal));
  }
  return numbers;
}

function kindOf(value: Json | undefined): string {
  if (value === undefined) return 'nothing';
  if (typeof value === 'string') return quote(value);
  if (typeof value !== 'object' || value === null) return String(value);
  if ('literal' in value) return value.literal.slice(0, 40);
  if (!Array.isArray(value)) return 'an object';
  const items = (value as readonly Json[]).slice(0, 16).map((item) => (Array.isArray(item) ? 'a list' : kindOf(item)));
  return `[${items.join(', ')}${value.length > 16 ? ', …' : ''}]`;
}
