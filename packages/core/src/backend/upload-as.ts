import type { StorageFormat } from '../storage';
import type { HostTensor } from '../types';
import type { Adapter } from './adapter';

/** What puts tensors on a device in another format than float32. Loaded by who asks for one, since most pages never do. */
export const loadHalf = () => import('./upload-half');

/**
 * Puts a tensor on a device in a format.
 * @param where what it is, for messages
 * @throws MosaError `unsupported` for a format that the adapter has not, `data` for a finite value beyond it
 */
export async function uploadAs<T, N>(
  adapter: Adapter<T, N>,
  { data, ...type }: HostTensor,
  storage: StorageFormat,
  where: string,
): Promise<T> {
  if (storage === 'float32') return adapter.upload(data, type);
  return (await loadHalf()).uploadHalf(adapter, { data, ...type }, storage, where);
}
