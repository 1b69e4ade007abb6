import type { StorageFormat } from '../storage';
import type { HostTensor } from '../types';
import type { Adapter } from './adapter';

/**
 * Puts a tensor on a device in a format that the adapter has.
 * @param where what it is, for messages
 * @throws MosaError `data` for a finite value beyond the format
 */
export async function uploadAs<T, N>(
  adapter: Adapter<T, N>,
  { data, ...type }: HostTensor,
  storage: StorageFormat,
  where: string,
): Promise<T> {
  if (storage === 'float32' || type.dtype !== 'float32') return adapter.upload(data, type);
  // Apart, since most pages never ask for it.
  const { toHalf } = await import('../half');
  return adapter.uploadHalf!(toHalf(data, storage, where), type, storage);
}
