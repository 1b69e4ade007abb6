import { checkFields } from '../check-fields';
import { MosaError, show } from '../error';
import type { Executable } from '../graph/execute';
import { type Graph, placeholders } from '../graph/graph';
import type { Named } from '../graph/tracer';
import { ownTensor } from '../own-tensor';
import type { StorageFormat } from '../storage';
import type { HostTensor, TensorType } from '../types';
import type { Adapter, KnownCapabilities } from './adapter';
import type { Backend, CompileOptions, Program, TensorInputs } from './backend';
import { checkAdapter } from './check-adapter';
import { checkIntegers } from './check-integers';
import { checkNamed } from './check-named';
import { DeviceTensor } from './device-tensor';
import { disposeSymbol } from './dispose';
import { allInTurn, createHeld } from './held';
import { isDeviceTensor } from './is-device-tensor';
import { lower } from './lower';
import { ownInputs } from './own-inputs';
import type { StateOptions } from './program-state';
import { createQueue } from './queue';
import type { CarriedProgram, States } from './states';
import { loadHalf, uploadAs } from './upload-as';

/** Adds to an adapter all that is the same for every one: checks, ownership, decomposition, and the order of runs. */
export function createBackend<T, N = T>(adapter: Adapter<T, N>): Backend<N> {
  checkAdapter(adapter);
  const { name, device, label } = adapter;
  const capabilities: KnownCapabilities = {
    fused: [],
    precision: 'float32',
    integerBits: 31,
    largestTensor: Number.POSITIVE_INFINITY,
    storage: ['float32'],
    carriedStorage: ['float32'],
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
  const wrap = (tensor: T, type: TensorType & { readonly storage?: StorageFormat }) =>
    new DeviceTensor(own, name, type, tensor, {
      read: async () => {
        alive('read');
        return noted(read(tensor, type));
      },
      free: () => free(tensor),
    });
  const weightOf = (tensor: DeviceTensor, where: string): T => tensor.handle(own, name, where) as T;
  /** The same of a tensor that is not a weight. @param storage in which it must be held */
  const handleOf = (tensor: DeviceTensor, where: string, storage: StorageFormat = 'float32'): T => {
    const handle = weightOf(tensor, where);
    if (tensor.storage === storage) return handle;
    const why = storage === 'float32' ? 'since this is no weight' : 'as what it replaces';
    throw new MosaError('unsupported', where, `a tensor held in ${storage}, ${why}`, tensor.storage);
  };
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
        share: (tensor) => wrap(hold(weightOf(tensor, 'state')), tensor),
        carriedStorage: capabilities.carriedStorage,
        async upload({ data, ...type }, storage, where) {
          return wrap(hold(await uploadAs(adapter, { data, ...type }, storage, where)), { ...type, storage });
        },
      }),
    );
    return states;
  };

  async function compile(graph: Graph, options: CompileOptions = {}): Promise<Program> {
    alive('compile');
    checkFields(options, ['weights', 'storage', 'carry', 'initial', 'state'], 'compile options');
    const { weights = {}, storage = 'float32', carry, state } = options;
    checkNamed('weight', placeholders(graph, 'weight'), weights);
    const initial = ownInitial(options);
    const isCarrying = [carry, state, initial].some((given) => given !== undefined);
    const carrying: CompileOptions = { carry: carry && { ...carry }, state, initial };
    const resident: Record<string, T> = {};
    const owned: T[] = [];
    const onHost: [string, HostTensor][] = [];
    for (const [key, weight] of Object.entries(ownInputs(weights, 'weight'))) {
      if (isDeviceTensor(weight)) resident[key] = weightOf(weight, `weight ${key}`);
      else onHost.push([key, weight]);
    }
    for (const tensor of Object.values(resident)) owned.push(hold(tensor));
    let carried: CarriedProgram | undefined;
    const load = async () => {
      alive('compile');
      if (storage !== 'float32') (await loadHalf()).checkStorage(adapter, storage, 'compile');
      const lowered = await lower(graph, new Set(capabilities.fused));
      checkIntegers(lowered, capabilities.integerBits, name);
      if (isCarrying) carried = await (await loadStates()).of(graph, carrying);
      // Taken out, so that the program does not keep them.
      for (const [key, weight] of onHost.splice(0)) {
        resident[key] = hold(await uploadAs(adapter, weight, storage, `weight ${key}`));
        owned.push(resident[key]);
      }
      await carried?.start();
      const made = await adapter.load(lowered, resident, carrying.carry, carried?.halves);
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
          isDeviceTensor(input) ? weightOf(input, `state ${key}`) : await adapter.upload(input.data, type),
        );
      }
    }

    async function runNow(inputs: TensorInputs, values: Record<string, T>): Promise<Record<string, DeviceTensor>> {
      await uploadInputs(inputs, values);
      const outputs = await executable.run(values, carried?.taken(values, count));
      const missing = Object.keys(graph.outputs).find((key) => outputs?.[key] === undefined);
      if (missing !== undefined) throw new MosaError('backend', `${name} run`, `an output ${missing}`, 'nothing');
      return Object.fromEntries(
        Object.entries(graph.outputs).map(([key, id]) => {
          const { shape, dtype } = graph.nodes[id]!.type;
          return [key, wrap(hold(outputs[key]!), { shape, dtype, storage: carried?.storageOf(key) })];
        }),
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
    async upload(tensor, options = {}) {
      alive('upload');
      checkFields(options, ['storage', 'name'], 'upload options');
      const { storage = 'float32', name: where = 'upload' } = options;
      const given = ownTensor(tensor, where);
      const { shape, dtype } = given;
      const uploading = async () => hold(await uploadAs(adapter, given, storage, where));
      return wrap(await noted(uploading()), { shape, dtype, storage: dtype === 'float32' ? storage : 'float32' });
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
      checkFields(options, ['initial', 'storage'], 'createState options');
      const initial = ownInitial(options);
      const storage = typeof options.storage === 'object' ? { ...options.storage } : options.storage;
      return enqueue(async () => {
        alive('createState');
        const { state, carried } = await (await loadStates()).create(types, { initial, storage });
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
function ownInitial({ initial }: Pick<StateOptions, 'initial'>): Named<HostTensor> | undefined {
  return initial && (ownInputs(initial) as Named<HostTensor>);
}
