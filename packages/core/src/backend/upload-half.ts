import { MosaError, show } from '../error';
import { toHalf } from '../half';
import { type HalfFormat, storageFormats } from '../storage';
import type { HostTensor } from '../types';
import type { Adapter } from './adapter';

/** @throws MosaError `config` for no format, `unsupported` for one that an adapter cannot hold */
export function checkStorage<T, N>({ name, capabilities }: Adapter<T, N>, storage: HalfFormat, where: string): void {
  if (!storageFormats.includes(storage))
    throw new MosaError('config', `${where} storage`, `one of ${storageFormats.join(', ')}`, show(storage));
  const { storage: can = ['float32'] } = capabilities ?? {};
  if (can.includes(storage)) return;
  const expected = `${can.join(' or ')}, which is what ${name} can hold (capabilities.storage)`;
  throw new MosaError('unsupported', `${where} storage`, expected, storage);
}

/** A tensor in 16 bits; one that is not of float32 is held as ever. */
export async function uploadHalf<T, N>(
  adapter: Adapter<T, N>,
  { data, ...type }: HostTensor,
  storage: HalfFormat,
  where: string,
): Promise<T> {
  checkStorage(adapter, storage, where);
  if (type.dtype !== 'float32') return adapter.upload(data, type);
  if (adapter.uploadHalf) return adapter.uploadHalf(toHalf(data, storage, where), type, storage);
  throw new MosaError('config', 'adapter uploadHalf', 'a function, since capabilities.storage has 16 bits', 'none');
}
