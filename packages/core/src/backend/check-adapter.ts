import { MosaError, show } from '../error';
import type { Adapter } from './adapter';

/** @throws MosaError `config` where an adapter does not say what it is */
export function checkAdapter<T, N>(adapter: Adapter<T, N>): void {
  for (const key of ['name', 'device', 'label'] as const) {
    const value: unknown = adapter?.[key];
    if (typeof value === 'string') continue;
    const isOld = key === 'label' && 'library' in Object(adapter);
    throw new MosaError('config', `adapter ${key}`, 'a text', isOld ? 'its old name, library' : show(value));
  }
}
