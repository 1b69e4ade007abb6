import { MosaError, show } from '../error';
import { type Graph, placeholders } from '../graph/graph';
import type { Named } from '../graph/tracer';
import type { HostTensor, TensorType } from '../types';
import type { CompileOptions, TensorInputs } from './backend';
import { type Carried, createCarried } from './carried';
import { checkCarry, checkState } from './check-carry';
import type { DeviceTensor } from './device-tensor';
import { checkInitial, checkTypes, createProgramState, type ProgramState, type StateHost } from './program-state';

type Tensors = Record<string, DeviceTensor>;

/** What a program carries. */
export interface CarriedProgram {
  readonly state: ProgramState;
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
  create(types: Named<TensorType>, initial?: Named<HostTensor>): { state: ProgramState; carried: Carried };
  /** The same for a program, with `mixed` for a state of another backend. */
  of(graph: Graph, options: CompileOptions): CarriedProgram;
}

/** The states of a backend. Loaded by the first program that carries any, so that other pages need not. */
export function createStates(
  host: StateHost & { readonly name: string; upload(tensor: HostTensor): Promise<DeviceTensor> },
): States {
  // By a state's types, so that what wraps a state may change its functions.
  const known = new WeakMap<ProgramState['types'], Carried>();

  function create(types: Named<TensorType>, initial?: Named<HostTensor>) {
    checkTypes(types);
    const carried = createCarried(host.upload, { ...types }, 'state', checkInitial(types, initial));
    const state = createProgramState(carried, host);
    known.set(state.types, carried);
    return { state, carried };
  }

  function find(graph: Graph, types: Named<TensorType>, { initial, state }: CompileOptions) {
    if (state === undefined) return create(types, initial);
    if (initial !== undefined)
      throw new MosaError('config', 'compile initial', 'no initial values beside a state, which has its own', 'both');
    const carried = known.get(state?.types);
    if (!carried) throw new MosaError('mixed', 'compile state', `a state of this ${host.name} backend`, show(state));
    checkState(placeholders(graph, 'input'), types, carried.types);
    return { state, carried };
  }

  return {
    create,
    of(graph, options) {
      const { carry = {}, initial } = options;
      const { state, carried } = find(graph, checkCarry(graph, carry), options);
      const isOwn = options.state === undefined;
      const has = (input: string) => Object.hasOwn(carried.types, input);
      const names = placeholders(graph, 'input').flatMap(({ name }) => (has(name) ? [name] : []));
      const complete = (inputs: TensorInputs) => ({ ...inputs, ...carried.tensors(names) });
      return {
        state,
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
