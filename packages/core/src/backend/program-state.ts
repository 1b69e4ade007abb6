import { MosaError, show } from '../error';
import type { Named } from '../graph/tracer';
import type { StorageFormat } from '../storage';
import { checkDType, checkShape, type HostTensor, type TensorType } from '../types';
import type { TensorInput, TensorInputs } from './backend';
import type { Carried } from './carried';
import { checkNamed } from './check-named';
import type { DeviceTensor } from './device-tensor';
import { disposeSymbol } from './dispose';
import { isDeviceTensor } from './is-device-tensor';
import { ownInputs } from './own-inputs';

export interface StateOptions {
  /** Values to start from, and what `reset` goes back to: host tensors, all of them. Default: none has a value. */
  readonly initial?: Named<HostTensor>;
  /**
   * How float32 tensors of it are held on the device, by name: float16 and bfloat16 take half the memory. What a run computes for one
   * is rounded once, and whoever reads that in the same run gets the rounded value; what is beyond the format becomes infinite.
   * Default: all in float32.
   */
  readonly storage?: Named<StorageFormat>;
}

/**
 * Tensors that stay on a backend's device from run to run: each run of a program that carries them takes what the run before
 * left. Calls queue up with the runs, in the order in which they were made. A run that fails or is refused leaves all as it
 * was, and so does a call.
 */
export interface ProgramState {
  readonly types: Named<TensorType>;
  /** A copy on the host. @throws MosaError `input` for an unknown name, or one without a value; `disposed` */
  read(name: string): Promise<HostTensor>;
  /**
   * Other values for some of them or all: all that are given, or none. Host tensors are taken as they are at the call, device
   * tensors stay yours, and must be held as the state holds what they replace.
   * @throws MosaError `input`, `shape`, `dtype`, `data`, `mixed`, `unsupported` or `disposed` before any device work
   */
  replace(tensors: TensorInputs): Promise<void>;
  /** Goes back to the initial values; without them, to none. @throws MosaError `disposed` */
  reset(): Promise<void>;
  /** Waits for what was asked before, then frees all of them. Runs are refused from then on. */
  dispose(): Promise<void>;
  [disposeSymbol](): void;
}

/** What the state of a backend needs of it. */
export interface StateHost {
  /** @throws MosaError `disposed` */
  alive(where: string): void;
  enqueue<R>(task: () => Promise<R>): Promise<R>;
  /** Throws unless a tensor is in use, of this backend, and held so. */
  check(tensor: DeviceTensor, where: string, storage: StorageFormat): void;
  /** Another handle on a tensor. */
  share(tensor: DeviceTensor): DeviceTensor;
}

/** A state for everyone: takes turns, checks what it is given and owns it. */
export function createProgramState(carried: Carried, { alive, enqueue, check, share }: StateHost): ProgramState {
  const { types } = carried;
  const dispose = () => enqueue(async () => carried.free());
  return {
    types,
    async read(name) {
      alive('state read');
      return enqueue(() => carried.read(name));
    },
    async replace(tensors) {
      alive('state replace');
      checkTensors(types, tensors, 'state replace');
      const own = Object.entries(ownInputs(tensors));
      for (const [name, tensor] of own)
        if (isDeviceTensor(tensor)) check(tensor, `state ${name}`, carried.storageOf(name));
      const held = own.map(([name, tensor]): [string, TensorInput] => [
        name,
        isDeviceTensor(tensor) ? share(tensor) : tensor,
      ]);
      return enqueue(() => carried.replace(Object.fromEntries(held)));
    },
    async reset() {
      alive('state reset');
      return enqueue(carried.reset);
    },
    dispose,
    [disposeSymbol]: () => void dispose(),
  };
}

/** @throws MosaError `dtype` or `shape` */
export function checkTypes(types: Named<TensorType>): void {
  if (typeof types !== 'object' || types === null) throw new MosaError('config', 'state', 'types by name', show(types));
  for (const [name, type] of Object.entries(types)) {
    checkDType(type?.dtype, `state ${name}`);
    checkShape(type.shape, `state ${name}`);
  }
}

/**
 * @returns the initial values
 * @throws MosaError `input`, `shape`, `dtype` or `data` unless they are host tensors for all of these types
 */
export function checkInitial(
  types: Named<TensorType>,
  initial: Named<HostTensor> | undefined,
): Named<HostTensor> | undefined {
  if (initial === undefined) return undefined;
  checkNamed('input', nodesOf(types), initial);
  const onDevice = Object.keys(initial).find((name) => isDeviceTensor(initial[name]));
  if (onDevice !== undefined)
    throw new MosaError('input', `initial ${onDevice}`, 'a host tensor, which reset goes back to', 'one on a device');
  return initial;
}

/** @throws MosaError `input` for an unknown name; `shape`, `dtype` or `data` for what does not fit */
function checkTensors(types: Named<TensorType>, given: TensorInputs, where: string): void {
  if (typeof given !== 'object' || given === null)
    throw new MosaError('input', where, 'an object of tensors by name', show(given));
  const unknown = Object.keys(given).filter((name) => !Object.hasOwn(types, name));
  if (unknown.length > 0)
    throw new MosaError('input', where, `some of ${Object.keys(types).join(', ') || 'none'}`, show(unknown));
  checkNamed(
    'input',
    nodesOf(types).filter(({ name }) => Object.hasOwn(given, name)),
    given,
  );
}

function nodesOf(types: Named<TensorType>) {
  return Object.entries(types).map(([name, type]) => ({ name, type }));
}
