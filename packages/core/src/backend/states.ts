import { MosaError, show } from '../error';
import { type Graph, placeholders } from '../graph/graph';
import { heldValues } from '../graph/held-values';
import type { Named } from '../graph/tracer';
import type { StorageFormat } from '../storage';
import type { HostTensor, TensorType } from '../types';
import type { CarriedHalves } from './adapter';
import type { CompileOptions, TensorInputs } from './backend';
import { type Carried, createCarried } from './carried';
import { checkCarry, checkState } from './check-carry';
import type { DeviceTensor } from './device-tensor';
import {
  checkInitial,
  checkTypes,
  createProgramState,
  type ProgramState,
  type StateHost,
  type StateOptions,
} from './program-state';

type Tensors = Record<string, DeviceTensor>;

/** What a program carries. */
export interface CarriedProgram {
  readonly state: ProgramState;
  /** What is held in 16 bits, where some is. */
  readonly halves?: CarriedHalves;
  /** How an output is held that is carried on; any other is held in float32. */
  storageOf(output: string): StorageFormat;
  /** Whether an input is the state's, and not the caller's. */
  has(input: string): boolean;
  /** Inputs with what the state holds beside them. */
  complete(inputs: TensorInputs): TensorInputs;
  /** Inputs that nobody holds but the state and the run that is under way. @param count how many hold a tensor */
  taken<T>(inputs: Readonly<Record<string, T>>, count: (tensor: T) => number): ReadonlySet<string>;
  /** Runs on what the state holds, gives it what is carried on, and hands out the other outputs. */
  run(inputs: TensorInputs, run: (all: TensorInputs) => Promise<Tensors>): Promise<Tensors>;
  /** Gives a state of its own its initial values, or frees it. A state that was given stays as it is. */
  start(): Promise<void>;
  free(): void;
}

export interface States {
  /** @throws MosaError `config`, `input`, `shape`, `dtype` or `data` before any device work */
  create(types: Named<TensorType>, options: StateOptions): Promise<{ state: ProgramState; carried: Carried }>;
  /** The same for a program, with `mixed` for a state of another backend. */
  of(graph: Graph, options: CompileOptions): Promise<CarriedProgram>;
}

/** The states of a backend. Loaded by the first program that carries any, so that other pages need not. */
export function createStates(
  host: StateHost & {
    readonly name: string;
    readonly carriedStorage: readonly StorageFormat[];
    upload(tensor: HostTensor, storage: StorageFormat, where: string): Promise<DeviceTensor>;
  },
): States {
  // By a state's types, so that what wraps a state may change its functions.
  const known = new WeakMap<ProgramState['types'], Carried>();

  async function create(types: Named<TensorType>, { initial, storage }: StateOptions) {
    checkTypes(types);
    if (storage !== undefined) (await import('./state-storage')).checkStateStorage(types, storage, host);
    const upload = (tensor: HostTensor, name: string) =>
      host.upload(tensor, storage?.[name] ?? 'float32', `state ${name}`);
    const carried = createCarried(upload, { ...types }, 'state', checkInitial(types, initial), storage);
    const state = createProgramState(carried, host);
    known.set(state.types, carried);
    return { state, carried };
  }

  async function find(graph: Graph, types: Named<TensorType>, { initial, state }: CompileOptions) {
    if (state === undefined) return create(types, { initial });
    if (initial !== undefined)
      throw new MosaError('config', 'compile initial', 'no initial values beside a state, which has its own', 'both');
    const carried = known.get(state?.types);
    if (!carried) throw new MosaError('mixed', 'compile state', `a state of this ${host.name} backend`, show(state));
    checkState(placeholders(graph, 'input'), types, carried.types);
    return { state, carried };
  }

  return {
    create,
    async of(graph, options) {
      const { carry = {}, initial } = options;
      const { state, carried } = await find(graph, checkCarry(graph, carry), options);
      const isOwn = options.state === undefined;
      const has = (input: string) => Object.hasOwn(carried.types, input);
      const names = placeholders(graph, 'input').flatMap(({ name }) => (has(name) ? [name] : []));
      const complete = (inputs: TensorInputs) => ({ ...inputs, ...carried.tensors(names) });
      const formats = Object.fromEntries(
        names.flatMap((name) => {
          const format = carried.storageOf(name);
          return format === 'float32' ? [] : [[name, format]];
        }),
      );
      heldValues(graph, carry, formats); // refuses what would be held in two formats, whatever an adapter asks
      const storages = new Map(Object.entries(carry).map(([name, output]) => [output, carried.storageOf(name)]));
      return {
        state,
        ...(Object.keys(formats).length > 0
          ? { halves: { formats, of: (graph) => heldValues(graph, carry, formats) } }
          : {}),
        storageOf: (output) => storages.get(output) ?? 'float32',
        has,
        complete,
        taken: (inputs, count) => new Set(Object.keys(carry).filter((name) => count(inputs[name]!) === 2)),
        async run(inputs, run) {
          const outputs = await run(complete(inputs));
          const next: Tensors = {};
          for (const [input, output] of Object.entries(carry)) {
            next[input] = outputs[output]!;
            delete outputs[output];
          }
          carried.adopt(next);
          return outputs;
        },
        start: async () => (isOwn && initial !== undefined ? carried.reset() : undefined),
        free: () => (isOwn ? carried.free() : undefined),
      };
    },
  };
}
