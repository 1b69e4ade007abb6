import { checkFields } from '../check-fields';
import { MosaError, show } from '../error';
import { decompose } from '../graph/decompose';
import type { Executable } from '../graph/execute';
import { type Graph, placeholders } from '../graph/graph';
import { ownTensor } from '../own-tensor';
import type { HostTensor, TensorType } from '../types';
import type { Adapter, KnownCapabilities, MemoryUse } from './adapter';
import { checkAdapter } from './check-adapter';
import { checkIntegers } from './check-integers';
import { checkNamed } from './check-named';
import type { CodePaths } from './code-paths';
import { DeviceTensor } from './device-tensor';
import { disposeSymbol } from './dispose';
import { allInTurn, createHeld } from './held';
import { isDeviceTensor } from './is-device-tensor';
import { ownInputs } from './own-inputs';
import { createQueue } from './queue';

/** A tensor for a program: on the host (uploaded for the run) or on this backend's device. */
export type TensorInput = HostTensor | DeviceTensor;
export type TensorInputs = Readonly<Record<string, TensorInput>>;

export interface CompileOptions {
  /** Weights by name. Host tensors are uploaded once and live as long as the program; device tensors stay yours. */
  readonly weights?: TensorInputs;
}

/**
 * A compiled graph on a backend. Calls queue up by themselves: a backend compiles or runs one thing at a time. Host tensors
 * are read while a call is made, so what is written into them afterwards changes no result.
 */
export interface Program {
  readonly graph: Graph;
  /**
   * @returns outputs by name, on the device; they are yours to dispose
   * @throws MosaError `input`, `shape`, `dtype`, `data`, `mixed` or `disposed` before any device work
   */
  run(inputs: TensorInputs): Promise<Record<string, DeviceTensor>>;
  dispose(): Promise<void>;
  [disposeSymbol](): void;
}

/** A tensor library behind the one interface that programs know. N is the library's own type of tensors. */
export interface Backend<N = unknown> {
  readonly name: string;
  readonly device: string;
  /** Library and version, for reports: `tfjs 4.22.0`. */
  readonly label: string;
  readonly capabilities: KnownCapabilities;
  /** The adapter's code paths, where it tells them. */
  readonly paths?: CodePaths;
  /** @throws MosaError `data`, `shape`, `dtype` */
  upload(tensor: HostTensor): Promise<DeviceTensor>;
  /**
   * A tensor of the library (a `tf.Tensor`, an `ort.Tensor`) as one of this backend, without a copy. It stays yours: leave
   * it as it is until the result, and whatever was given the result, is disposed.
   * @throws MosaError `mixed` for what is no tensor of this library on this device, `dtype`, `disposed`; `unsupported` where
   *   the adapter has no way in
   */
  wrap(tensor: N): DeviceTensor;
  /**
   * The library's tensor behind one of this backend, without a copy. It is yours to dispose from now on; the one given
   * counts as disposed.
   * @throws MosaError `mixed`, `disposed`; `input` while a program or a run uses it; `unsupported` where the adapter has no
   *   way out
   */
  unwrap(tensor: DeviceTensor): N;
  /** @throws MosaError `weight`, `mixed`, `disposed`, `unsupported` before any device work */
  compile(graph: Graph, options?: CompileOptions): Promise<Program>;
  /** What the library holds now. */
  memory(): MemoryUse;
  /** Waits for what is under way, then frees every program and tensor that it made. Nothing can be asked of it after. */
  dispose(): Promise<void>;
}

/** Adds to an adapter all that is the same for every one: checks, ownership, decomposition, and the order of runs. */
export function createBackend<T, N = T>(adapter: Adapter<T, N>): Backend<N> {
  checkAdapter(adapter);
  const { name, device, label } = adapter;
  const capabilities: KnownCapabilities = {
    fused: [],
    precision: 'float32',
    integerBits: 31,
    largestTensor: Number.POSITIVE_INFINITY,
    ...adapter.capabilities,
  };
  const own = Symbol(name);
  // All that this backend made and nobody has disposed: it goes with the backend. A program holds what it uses, too.
  const { hold, free, freeAll, count, forget } = createHeld<T>((tensor) => adapter.free(tensor));
  const loaded = new Set<Executable<T>>();
  const enqueue = createQueue();
  let disposed = false;
  const pending = new Set<Promise<unknown>>();
  /** What `dispose()` waits for, although it does not queue up. */
  const noted = async <R>(work: Promise<R>): Promise<R> => {
    pending.add(work);
    try {
      return await work;
    } finally {
      pending.delete(work);
    }
  };
  const read = async (tensor: T, type: TensorType): Promise<HostTensor> => {
    hold(tensor);
    try {
      return { shape: type.shape, dtype: type.dtype, data: await adapter.read(tensor, type) };
    } finally {
      free(tensor);
    }
  };
  const alive = (where: string) => {
    if (disposed) throw new MosaError('disposed', where, `a backend in use`, `${name} after dispose()`);
  };
  const wrap = (tensor: T, type: TensorType) =>
    new DeviceTensor(own, name, type, tensor, {
      read: async () => {
        alive('read');
        return noted(read(tensor, type));
      },
      free: () => free(tensor),
    });
  const handleOf = (tensor: DeviceTensor, where: string): T => tensor.handle(own, name, where) as T;
  const ownTensors = (where: string) => {
    alive(where);
    if (adapter.own) return adapter.own;
    throw new MosaError('unsupported', `${name} ${where}`, 'an adapter with tensors of its own', 'one without');
  };

  async function compile(graph: Graph, options: CompileOptions = {}): Promise<Program> {
    alive('compile');
    checkFields(options, ['weights'], 'compile options');
    const { weights = {} } = options;
    checkNamed('weight', placeholders(graph, 'weight'), weights);
    const lowered = decompose(graph, new Set(capabilities.fused));
    checkIntegers(lowered, capabilities.integerBits, name);
    const resident: Record<string, T> = {};
    const owned: T[] = [];
    const onHost: [string, HostTensor][] = [];
    for (const [key, weight] of Object.entries(ownInputs(weights, 'weight'))) {
      if (isDeviceTensor(weight)) resident[key] = handleOf(weight, `weight ${key}`);
      else onHost.push([key, weight]);
    }
    for (const tensor of Object.values(resident)) owned.push(hold(tensor));
    const load = async () => {
      alive('compile');
      // Taken out, so that the program does not keep them.
      for (const [key, weight] of onHost.splice(0)) {
        resident[key] = hold(await adapter.upload(weight.data, weight));
        owned.push(resident[key]);
      }
      const made = await adapter.load(lowered, resident);
      loaded.add(made); // in its turn, so that a dispose() that waits behind it finds it
      return made;
    };
    const executable = await enqueue(load).catch((error) => {
      owned.forEach(free);
      throw error;
    });
    const inputNodes = placeholders(graph, 'input');
    let programDisposed = false;

    /** Those that are on the device already, held until the run is over. */
    const holdInputs = (inputs: TensorInputs): Record<string, T> => {
      const onDevice = Object.entries(inputs).flatMap(([key, input]) =>
        isDeviceTensor(input) ? [[key, handleOf(input, `input ${key}`)] as const] : [],
      );
      for (const [, tensor] of onDevice) hold(tensor);
      return Object.fromEntries(onDevice);
    };

    async function runNow(inputs: TensorInputs, values: Record<string, T>): Promise<Record<string, DeviceTensor>> {
      try {
        for (const { name: key, type } of inputNodes) {
          const input = inputs[key]!;
          if (!isDeviceTensor(input)) values[key] = hold(await adapter.upload(input.data, type));
        }
        const outputs = await executable.run(values);
        const missing = Object.keys(graph.outputs).find((key) => outputs?.[key] === undefined);
        if (missing !== undefined) throw new MosaError('backend', `${name} run`, `an output ${missing}`, 'nothing');
        return Object.fromEntries(
          Object.entries(graph.outputs).map(([key, id]) => [key, wrap(hold(outputs[key]!), graph.nodes[id]!.type)]),
        );
      } finally {
        Object.values(values).forEach(free);
      }
    }

    const dispose = async () => {
      if (programDisposed) return;
      programDisposed = true;
      await enqueue(async () => {
        if (!loaded.delete(executable)) return; // it went with the backend
        await allInTurn([() => executable.dispose(), ...owned.map((tensor) => () => free(tensor))]);
      });
    };
    return {
      graph,
      async run(inputs) {
        alive('run');
        if (programDisposed) throw new MosaError('disposed', 'run', 'a program in use', 'a program after dispose()');
        checkNamed('input', inputNodes, inputs);
        const given = ownInputs(inputs);
        const values = holdInputs(given);
        return enqueue(() => runNow(given, values));
      },
      dispose,
      [disposeSymbol]: () => void dispose(),
    };
  }

  return {
    name,
    device,
    label,
    capabilities,
    ...(adapter.paths ? { paths: adapter.paths } : {}),
    async upload(tensor) {
      alive('upload');
      const { data, ...type } = ownTensor(tensor, 'upload');
      const uploading = async () => hold(await adapter.upload(data, type));
      return wrap(await noted(uploading()), type);
    },
    wrap(given) {
      const { tensor, type } = ownTensors('wrap').wrap(given);
      return wrap(hold(tensor), type);
    },
    unwrap(tensor) {
      const { unwrap } = ownTensors('unwrap');
      if (!isDeviceTensor(tensor)) throw new MosaError('mixed', 'unwrap', `a tensor of ${name}`, show(tensor));
      const handle = handleOf(tensor, 'unwrap');
      if (count(handle) > 1) {
        throw new MosaError('input', 'unwrap', 'a tensor that no program and no run uses', 'one in use');
      }
      forget(handle);
      tensor.handOver();
      return unwrap(handle, { shape: tensor.shape, dtype: tensor.dtype });
    },
    compile,
    memory: () => adapter.memory(),
    async dispose() {
      if (disposed) return;
      disposed = true;
      await enqueue(async () => {
        await Promise.allSettled(pending);
        const programs = [...loaded];
        loaded.clear();
        await allInTurn([
          ...programs.map((executable) => () => executable.dispose()),
          freeAll,
          () => adapter.dispose?.(),
        ]);
      });
    },
  };
}
