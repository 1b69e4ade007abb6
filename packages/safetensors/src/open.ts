import { bytesPerElement, elementsOf, type Tensor, type TensorArray } from './dtypes';
import { causeOf, quote, SafetensorsError } from './error';
import { type Header, headerLength, parseHeader, prefixLength, type TensorInfo } from './header';
import type { Source } from './source';

/** An open file, of which only the header is in memory. */
export interface SafetensorsReader extends Header {
  /**
   * One tensor as a whole.
   * @throws SafetensorsError `name`, `read`
   */
  read(name: string): Promise<Tensor>;
  /**
   * One tensor piece by piece, for those larger than memory. Each piece has its own memory.
   * @param maxBytes of a piece, at least one element; 16 MiB if not given
   * @throws SafetensorsError `name` at once; `read` while iterating
   */
  chunks(name: string, maxBytes?: number): AsyncGenerator<TensorArray, void, undefined>;
  /** Closes the source. */
  close(): Promise<void>;
}

/**
 * Reads and checks the header of `source`, and no data.
 * @throws SafetensorsError; the source is closed then
 */
export async function openSafetensors(source: Source): Promise<SafetensorsReader> {
  const close = async () => source.close?.();
  try {
    const { size, name: where } = source;
    const prefix = await readFully(source, 0, Math.min(prefixLength, size));
    const length = headerLength(prefix, size, where);
    const header = parseHeader(await readFully(source, prefixLength, length), size, where);
    return { ...header, ...readersOf(source, header), close };
  } catch (error) {
    await close().catch(() => {}); // the first error says more
    throw error;
  }
}

function readersOf(source: Source, { tensors }: Header): Pick<SafetensorsReader, 'read' | 'chunks'> {
  const find = (name: string): TensorInfo => {
    const info = tensors.get(name);
    if (!info) throw new SafetensorsError('name', source.name, 'a tensor of the file', quote(name));
    return info;
  };
  return {
    async read(name) {
      const { dtype, shape, offset, byteLength } = find(name);
      return { dtype, shape, data: elementsOf(dtype, await readFully(source, offset, byteLength)) } as Tensor;
    },
    chunks(name, maxBytes = 2 ** 24) {
      return chunksOf(source, find(name), maxBytes);
    },
  };
}

async function* chunksOf(source: Source, { dtype, offset, byteLength }: TensorInfo, maxBytes: number) {
  const unit = bytesPerElement(dtype);
  const step = Math.max(1, Math.floor(maxBytes / unit) || 1) * unit;
  const end = offset + byteLength;
  for (let from = offset; from < end; from += step) {
    yield elementsOf(dtype, await readFully(source, from, Math.min(step, end - from)));
  }
}

async function readFully(source: Source, offset: number, length: number): Promise<Uint8Array> {
  const expected = `${length} bytes from byte ${offset}`;
  let bytes: Uint8Array;
  try {
    bytes = await source.read(offset, length);
  } catch (error) {
    throw new SafetensorsError('read', source.name, expected, causeOf(error), { cause: error });
  }
  // The file may have become shorter since it was opened.
  if (bytes.length !== length) throw new SafetensorsError('read', source.name, expected, `${bytes.length} bytes`);
  return bytes;
}
