import { MosaError, show } from '../error';
import type { Named } from '../graph/tracer';
import { type StorageFormat, storageFormats } from '../storage';
import type { TensorType } from '../types';

/**
 * Throws unless a backend can hold a state so. Loaded by who asks for another format than float32.
 * @throws MosaError `config` for what is no format, or no float32 tensor of the state; `unsupported` for a format that the backend has not
 */
export function checkStateStorage(
  types: Named<TensorType>,
  storage: Named<StorageFormat>,
  { name: backend, carriedStorage }: { readonly name: string; readonly carriedStorage: readonly StorageFormat[] },
): void {
  if (typeof storage !== 'object' || storage === null)
    throw new MosaError('config', 'state storage', 'formats by name', show(storage));
  for (const [name, format] of Object.entries(storage)) {
    const where = `state storage ${name}`;
    if (!Object.hasOwn(types, name))
      throw new MosaError('config', where, `one of ${Object.keys(types).join(', ') || 'none'}`, name);
    if (!storageFormats.includes(format))
      throw new MosaError('config', where, `one of ${storageFormats.join(', ')}`, show(format));
    if (format === 'float32') continue;
    const { dtype } = types[name]!;
    if (dtype !== 'float32') throw new MosaError('config', where, 'a float32 tensor, which alone is held so', dtype);
    if (carriedStorage.includes(format)) continue;
    const expected = `${carriedStorage.join(' or ')}, in which ${backend} carries (capabilities.carriedStorage)`;
    throw new MosaError('unsupported', where, expected, format);
  }
}
