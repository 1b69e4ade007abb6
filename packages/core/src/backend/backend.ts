import { checkFields } from '../check-fields';
import { MosaError, show } from '../error';
import type { Executable, ProfilePart } from '../graph/execute';
import { type Graph, placeholders } from '../graph/graph';
import type { Named } from '../graph/tracer';
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
import { lower } from './lower';
import { ownInputs } from './own-inputs';
import type { ProgramState, StateOptions } from './program-state';
import { createQueue } from './queue';
import type { CarriedProgram, States } from './states';

/** A tensor for a program: on the host (uploaded for the run) or on this backend's device. */
export type TensorInput = HostTensor | DeviceTensor;
export type TensorInputs = Readonly<Record<string, TensorInput>>;

export interface CompileOptions {
  /** Weights by name. Host tensors are uploaded once and live as long as the program; device tensors stay yours. */
  readonly weights?: TensorInputs;
  /**
   * Outputs that are inputs of the next run, by the inputs' names: `{ 'cache/0.k': 'next/0.k' }`. They stay on the device, in
   * the program's `state`. An output that is wanted beside gets a second name in the graph. Default none.
   */
  readonly carry?: Named<string>;
  /** What is carried into the first run: see `StateOptions`. Default: nothing; `state.replace` gives it. */
  readonly initial?: Named<HostTensor>;
  /**
   * A state that other programs use, too, instead of one of its own: it has what `carry` names, and whatever else of it the
   * graph has as inputs is read from it. It stays yours.
   */
  readonly state?: ProgramState;
}

/**
 * A compiled graph on a backend. Calls queue up by themselves: a backend compiles or runs one thing at a time. Host tensors
 * are read while a call is made, so what is written into them afterwards changes no result.
 */
export interface Program {
  readonly graph: Graph;
  /** What it carries from run to run, where it was compiled with `carry` or `state`. Its own goes with the program. */
  readonly state?: ProgramState;
  /**
   * @param inputs those that the state has not
   * @returns outputs by name but for those that are carried, on the device; they are yours to dispose
   * @throws MosaError `input`, `shape`, `dtype`, `data`, `mixed` or `disposed` before any device work; `input` where the state
   *   has no value yet. The state is then as it was, and so it is where the run itself fails
   */
  run(inputs: TensorInputs): Promise<Record<string, DeviceTensor>>;
  /**
   * Runs once with a clock around every program of the device, and tells what each took. What is carried stays as it is.
   * @throws MosaError as `run` does; `unsupported` where the backend or the device has no such clock
   */
  profile(inputs: TensorInputs): Promise<readonly ProfilePart[]>;
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
  /**
   * Tensors that programs carry from run to run, for several of them (`CompileOptions.state`).
   * @param types by the names of the programs' inputs
   * @throws MosaError `config`, `input`, `shape`, `dtype` or `data` before any device work
   */
  createState(types: Named<TensorType>, options?: StateOptions): Promise<ProgramState>;
  /**
   * @throws MosaError `weight`, `mixed`, `disposed`, `unsupported` before any device work; `config` for what cannot be carried
   *   so, and `input`, `shape`, `dtype` or `data` for initial values that do not fit
   */
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

  let states: Promise<States> | undefined;
  const loadStates = (): Promise<States> => {
    states ??= import('./states').then(({ createStates }) =>
      createStates({
        name,
        alive,
        enqueue,
        check: handleOf,
        share: (tensor) => wrap(hold(handleOf(tensor, 'state')), tensor),
        upload: async ({ data, ...type }) => wrap(hold(await adapter.upload(data, type)), type),
      }),
    );
    return states;
  };

  async function compile(graph: Graph, options: CompileOptions = {}): Promise<Program> {
    alive('compile');
    checkFields(options, ['weights', 'carry', 'initial', 'state'], 'compile options');
    const { weights = {}, carry, state } = options;
    checkNamed('weight', placeholders(graph, 'weight'), weights);
    const initial = ownInitial(options);
    const isCarrying = [carry, state, initial].some((given) => given !== undefined);
    const carrying: CompileOptions = { carry: carry && { ...carry }, state, initial };
    const resident: Record<string, T> = {};
    const owned: T[] = [];
    const onHost: [string, HostTensor][] = [];
    for (const [key, weight] of Object.entries(ownInputs(weights, 'weight'))) {
      if (isDeviceTensor(weight)) resident[key] = handleOf(weight, `weight ${key}`);
      else onHost.push([key, weight]);
    }
    for (const tensor of Object.values(resident)) owned.push(hold(tensor));
    let carried: CarriedProgram | undefined;
    const load = async () => {
      alive('compile');
      const lowered = await lower(graph, new Set(capabilities.fused));
      checkIntegers(lowered, capabilities.integerBits, name);
      if (isCarrying) carried = (await loadStates()).of(graph, carrying);
      // Taken out, so that the program does not keep them.
      for (const [key, weight] of onHost.splice(0)) {
        resident[key] = hold(await adapter.upload(weight.data, weight));
        owned.push(resident[key]);
      }
      await carried?.start();
      const made = await adapter.load(lowered, resident, carrying.carry);
      loaded.add(made); // in its turn, so that a dispose() that waits behind it finds it
      return made;
    };
    const executable = await enqueue(load).catch((error) => {
      owned.forEach(free);
      carried?.free();
      throw error;
    });
    const inputNodes = placeholders(graph, 'input');
    const given = inputNodes.filter((node) => !carried?.has(node.name));
    let programDisposed = false;

    /** Those that are on the device already, held until the run is over. */
    const holdInputs = (inputs: TensorInputs): Record<string, T> => {
      const onDevice = Object.entries(inputs).flatMap(([key, input]) =>
        isDeviceTensor(input) ? [[key, handleOf(input, `input ${key}`)] as const] : [],
      );
      for (const [, tensor] of onDevice) hold(tensor);
      return Object.fromEntries(onDevice);
    };

    /** All inputs on the device; those that were not are held from now on, too. */
    async function uploadInputs(inputs: TensorInputs, values: Record<string, T>): Promise<void> {
      for (const { name: key, type } of inputNodes) {
        if (Object.hasOwn(values, key)) continue;
        const input = inputs[key]!;
        values[key] = hold(
          isDeviceTensor(input) ? handleOf(input, `state ${key}`) : await adapter.upload(input.data, type),
        );
      }
    }

    async function runNow(inputs: TensorInputs, values: Record<string, T>): Promise<Record<string, DeviceTensor>> {
      await uploadInputs(inputs, values);
      const outputs = await executable.run(values, carried?.taken(values, count));
      const missing = Object.keys(graph.outputs).find((key) => outputs?.[key] === undefined);
      if (missing !== undefined) throw new MosaError('backend', `${name} run`, `an output ${missing}`, 'nothing');
      return Object.fromEntries(
        Object.entries(graph.outputs).map(([key, id]) => [key, wrap(hold(outputs[key]!), graph.nodes[id]!.type)]),
      );
    }

    const dispose = async () => {
      if (programDisposed) return;
      programDisposed = true;
      await enqueue(async () => {
        if (!loaded.delete(executable)) return; // it went with the backend
        await allInTurn([
          () => executable.dispose(),
          ...owned.map((tensor) => () => free(tensor)),
          () => carried?.free(),
        ]);
      });
    };
    /** Checks inputs, waits for its turn, and holds them while it does the work. */
    async function turn<R>(
      where: string,
      inputs: TensorInputs,
      work: (own: TensorInputs, values: Record<string, T>) => Promise<R>,
    ): Promise<R> {
      alive(where);
      if (programDisposed) throw new MosaError('disposed', where, 'a program in use', 'a program after dispose()');
      checkNamed('input', given, inputs);
      const own = ownInputs(inputs);
      const values = holdInputs(own);
      return enqueue(async () => {
        try {
          return await work(own, values);
        } finally {
          Object.values(values).forEach(free);
        }
      });
    }

    return {
      graph,
      ...(carried ? { state: carried.state } : {}),
      run: async (inputs) =>
        turn('run', inputs, (own, values) => {
          const run = (all: TensorInputs) => runNow(all, values);
          return carried ? carried.run(own, run) : run(own);
        }),
      async profile(inputs) {
        if (!executable.profile)
          throw new MosaError(
            'unsupported',
            `${name} profile`,
            'a backend that times its programs',
            'one that does not',
          );
        return turn('profile', inputs, async (own, values) => {
          await uploadInputs(carried ? carried.complete(own) : own, values);
          return executable.profile!(values);
        });
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
    async createState(types, options = {}) {
      alive('createState');
      checkFields(options, ['initial'], 'createState options');
      const initial = ownInitial(options);
      return enqueue(async () => {
        alive('createState');
        const { state, carried } = (await loadStates()).create(types, initial);
        if (initial) await carried.reset();
        return state;
      });
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

/** Initial values as they are now. */
function ownInitial({ initial }: StateOptions): Named<HostTensor> | undefined {
  return initial && (ownInputs(initial) as Named<HostTensor>);
}
