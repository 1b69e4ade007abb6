import { MosaError } from '../error';
import type { Named } from '../graph/tracer';
import type { StorageFormat } from '../storage';
import type { HostTensor, TensorType } from '../types';
import type { TensorInputs } from './backend';
import type { DeviceTensor } from './device-tensor';
import { eachInTurn } from './held';
import { isDeviceTensor } from './is-device-tensor';

/**
 * Tensors by name that stay on a device while runs replace them: what a trainer and a program with `carry` keep. It does one
 * thing at a time; who shares it takes turns. All members but `free` throw MosaError `disposed` after `free`.
 */
export interface Carried {
  readonly types: Named<TensorType>;
  /** How a tensor of this name is held. */
  storageOf(name: string): StorageFormat;
  /**
   * These as they are; they stay its own. Default: all.
   * @throws MosaError `input`, naming one that has no value yet
   */
  tensors(names?: readonly string[]): Named<DeviceTensor>;
  /** Takes these instead of its own, which it frees. They are its own from now on. */
  adopt(next: Named<DeviceTensor>): void;
  /**
   * The same of tensors from anywhere, all of them or none: where one cannot be uploaded, all stay as they were.
   * @param given host tensors, and device tensors that are its own from now on, also where this fails
   */
  replace(given: TensorInputs): Promise<void>;
  /** Goes back to the initial values; without them, to none. */
  reset(): Promise<void>;
  /** A copy on the host. @throws MosaError `input` for a name that it has no value of */
  read(name: string): Promise<HostTensor>;
  /** Frees all. A second call does nothing. */
  free(): void;
}

/**
 * @param upload puts a tensor on the device, as one of that name is held
 * @param where what it is the state of, for messages
 * @param initial what `reset` goes back to, all of them or none; kept on the host. They are not there before a first `reset`
 * @param storage how they are held, by name. Default: in float32
 */
export function createCarried(
  upload: (tensor: HostTensor, name: string) => Promise<DeviceTensor>,
  types: Named<TensorType>,
  where: string,
  initial?: Named<HostTensor>,
  storage: Named<StorageFormat> = {},
): Carried {
  let current: Record<string, DeviceTensor> = {};
  let freed = false;
  const alive = () => {
    if (freed) throw new MosaError('disposed', where, 'one in use', 'one after dispose()');
  };
  const tensorOf = (name: string): DeviceTensor => {
    if (!Object.hasOwn(types, name))
      throw new MosaError('input', `${where} ${name}`, `one of ${Object.keys(types).join(', ') || 'none'}`, name);
    if (Object.hasOwn(current, name)) return current[name]!;
    throw new MosaError('input', `${where} ${name}`, 'a value, by `initial` or `replace`', 'none yet');
  };
  const adopt = (next: Named<DeviceTensor>) => {
    alive();
    const before = Object.keys(next).flatMap((name) => (Object.hasOwn(current, name) ? [current[name]!] : []));
    current = { ...current, ...next };
    dispose(before);
  };
  const replace = async (given: TensorInputs) => {
    const next: Record<string, DeviceTensor> = {};
    try {
      alive();
      for (const [name, tensor] of Object.entries(given))
        next[name] = isDeviceTensor(tensor) ? tensor : await upload(tensor, name);
      adopt(next);
    } catch (error) {
      dispose([...Object.values(given).filter(isDeviceTensor), ...Object.values(next)]);
      throw error;
    }
  };
  return {
    types,
    storageOf: (name) => storage[name] ?? 'float32',
    tensors(names = Object.keys(types)) {
      alive();
      return Object.fromEntries(names.map((name) => [name, tensorOf(name)]));
    },
    adopt,
    replace,
    async reset() {
      alive();
      if (initial) return replace(initial);
      const before = Object.values(current);
      current = {};
      dispose(before);
    },
    async read(name) {
      alive();
      return tensorOf(name).read();
    },
    free() {
      freed = true;
      const before = Object.values(current);
      current = {};
      dispose(before);
    },
  };
}

/** @throws the first error, after the last of them */
function dispose(tensors: readonly DeviceTensor[]): void {
  eachInTurn(tensors, (tensor) => tensor.dispose());
}
