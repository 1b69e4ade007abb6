import { MosaError } from '../error';
import { decompose } from '../graph/decompose';
import type { Executable } from '../graph/execute';
import { type Graph, placeholders } from '../graph/graph';
import { ownTensor } from '../own-tensor';
import type { HostTensor, TensorType } from '../types';
import type { Adapter, KnownCapabilities, MemoryUse } from './adapter';
import { checkNamed } from './check-named';
import type { CodePaths } from './code-paths';
import { DeviceTensor } from './device-tensor';
import { disposeSymbol } from './dispose';
import { ownInputs } from './own-inputs';
import { createQueue } from './queue';

/** A tensor for a program: on the host (uploaded for the run) or on this backend's device. */
export type TensorInput = HostTensor | DeviceTensor;
export type TensorInputs = Readonly<Record<string, TensorInput>>;

export interface CompileOptions {
  /** Weights by name. Host tensors are uploaded once and live as long as the program; device tensors stay yours. */
  readonly weights?: TensorInputs;
  /** Run each primitive alone, fused ops by their decomposition, even where the backend has kernels for more. Default false. */
  readonly decomposed?: boolean;
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

/** A tensor library behind the one interface that programs know. */
export interface Backend {
  readonly name: string;
  readonly device: string;
  readonly library: string;
  readonly capabilities: KnownCapabilities;
  /** The adapter's code paths, where it tells them. */
  readonly paths?: CodePaths;
  /** @throws MosaError `data`, `shape`, `dtype` */
  upload(tensor: HostTensor): Promise<DeviceTensor>;
  /** @throws MosaError `weight`, `mixed`, `disposed`, `unsupported` before any device work */
  compile(graph: Graph, options?: CompileOptions): Promise<Program>;
  /** Tensors that the library holds now. */
  memory(): MemoryUse;
  /** Waits for what is under way, then frees every program and tensor that it made. Nothing can be asked of it after. */
  dispose(): Promise<void>;
}

/** Adds to an adapter all that is the same for every one: checks, ownership, decomposition, and the order of runs. */
export function createBackend<T>(adapter: Adapter<T>): Backend {
  const { name, device, library } = adapter;
  const capabilities: KnownCapabilities = {
    fused: [],
    precision: 'float32',
    integerBits: 31,
    largestTensor: Number.POSITIVE_INFINITY,
    ...adapter.capabilities,
  };
  const own = Symbol(name);
  // All that this backend made and nobody has disposed: it goes with the backend.
  const live = new Set<T>();
  const loaded = new Set<Executable<T>>();
  const enqueue = createQueue();
  let disposed = false;
  const hold = (tensor: T): T => {
    live.add(tensor);
    return tensor;
  };
  const free = (tensor: T): void => {
    if (live.delete(tensor)) adapter.free(tensor);
  };
  const alive = (where: string) => {
    if (disposed) throw new MosaError('disposed', where, `a backend in use`, `${name} after dispose()`);
  };
  const wrap = (tensor: T, type: TensorType) =>
    new DeviceTensor(own, name, type, tensor, {
      read: async () => {
        alive('read');
        return { shape: type.shape, dtype: type.dtype, data: await adapter.read(tensor, type) };
      },
      free: () => free(tensor),
    });
  const unwrap = (tensor: DeviceTensor, where: string): T => tensor.handle(own, name, where) as T;

  async function compile(graph: Graph, { weights = {}, decomposed = false }: CompileOptions = {}): Promise<Program> {
    alive('compile');
    checkNamed('weight', placeholders(graph, 'weight'), weights);
    const given = ownInputs(weights, 'weight');
    checkIntegers(graph, capabilities.integerBits, name);
    const lowered = decompose(graph, new Set(decomposed ? [] : capabilities.fused));
    const resident: Record<string, T> = {};
    const owned: T[] = [];
    for (const [key, weight] of Object.entries(given)) {
      if (weight instanceof DeviceTensor) resident[key] = unwrap(weight, `weight ${key}`);
    }
    const load = async () => {
      alive('compile');
      for (const [key, weight] of Object.entries(given)) {
        if (weight instanceof DeviceTensor) continue;
        resident[key] = hold(await adapter.upload(weight.data, weight));
        owned.push(resident[key]);
      }
      const made = await adapter.load(lowered, resident, { decomposed });
      loaded.add(made); // in its turn, so that a dispose() that waits behind it finds it
      return made;
    };
    const executable = await enqueue(load).catch((error) => {
      owned.forEach(free);
      throw error;
    });
    const inputNodes = placeholders(graph, 'input');
    let programDisposed = false;

    async function runNow(inputs: TensorInputs): Promise<Record<string, DeviceTensor>> {
      const uploaded: T[] = [];
      try {
        const values: Record<string, T> = {};
        for (const node of inputNodes) {
          const input = inputs[node.name]!;
          if (input instanceof DeviceTensor) {
            values[node.name] = unwrap(input, `input ${node.name}`);
          } else {
            values[node.name] = hold(await adapter.upload(input.data, node.type));
            uploaded.push(values[node.name]!);
          }
        }
        const outputs = await executable.run(values);
        const missing = Object.keys(graph.outputs).find((key) => outputs?.[key] === undefined);
        if (missing !== undefined) throw new MosaError('backend', `${name} run`, `an output ${missing}`, 'nothing');
        return Object.fromEntries(
          Object.entries(graph.outputs).map(([key, id]) => [key, wrap(hold(outputs[key]!), graph.nodes[id]!.type)]),
        );
      } finally {
        uploaded.forEach(free);
      }
    }

    const dispose = async () => {
      if (programDisposed) return;
      programDisposed = true;
      await enqueue(async () => {
        if (!loaded.delete(executable)) return; // it went with the backend
        await executable.dispose();
        owned.forEach(free);
      });
    };
    return {
      graph,
      async run(inputs) {
        alive('run');
        if (programDisposed) throw new MosaError('disposed', 'run', 'a program in use', 'a program after dispose()');
        checkNamed('input', inputNodes, inputs);
        for (const [key, input] of Object.entries(inputs))
          if (input instanceof DeviceTensor) unwrap(input, `input ${key}`);
        const given = ownInputs(inputs);
        return enqueue(() => runNow(given));
      },
      dispose,
      [disposeSymbol]: () => void dispose(),
    };
  }

  return {
    name,
    device,
    library,
    capabilities,
    ...(adapter.paths ? { paths: adapter.paths } : {}),
    async upload(tensor) {
      alive('upload');
      const { data, ...type } = ownTensor(tensor, 'upload');
      return wrap(hold(await adapter.upload(data, type)), type);
    },
    compile,
    memory: () => adapter.memory(),
    async dispose() {
      if (disposed) return;
      disposed = true;
      await enqueue(async () => {
        for (const executable of loaded) await executable.dispose();
        loaded.clear();
        [...live].forEach(free);
        await adapter.dispose?.();
      });
    },
  };
}

/** Row numbers that a device cannot tell apart would gather and scatter other rows without a word. */
function checkIntegers(graph: Graph, bits: number, backend: string): void {
  const most = 2 ** bits;
  for (const node of graph.nodes) {
    const rows = node.op === 'gather' ? graph.nodes[node.inputs[0]!]!.type.shape[0]! : 0;
    const count = node.op === 'scatterAdd' ? node.attributes.rows : rows;
    if (count > most) {
      throw new MosaError('unsupported', `${backend} ${node.op}`, `at most 2^${bits} rows`, `${count} rows`);
    }
  }
}
