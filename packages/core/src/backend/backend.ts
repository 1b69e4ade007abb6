import type { ProfilePart } from '../graph/execute';
import type { Graph } from '../graph/graph';
import type { Named } from '../graph/tracer';
import type { StorageFormat, UploadOptions } from '../storage';
import type { HostTensor, TensorType } from '../types';
import type { KnownCapabilities, MemoryUse } from './adapter';
import type { CodePaths } from './code-paths';
import type { DeviceTensor } from './device-tensor';
import { disposeSymbol } from './dispose';
import type { ProgramState, StateOptions } from './program-state';

/** A tensor for a program: on the host (uploaded for the run) or on this backend's device. */
export type TensorInput = HostTensor | DeviceTensor;
export type TensorInputs = Readonly<Record<string, TensorInput>>;

export interface CompileOptions {
  /** Weights by name. Host tensors are uploaded once and live as long as the program; device tensors stay yours. */
  readonly weights?: TensorInputs;
  /**
   * How float32 weights that come from the host are held on the device; those that are there already stay as they are. float16 and
   * bfloat16 take half the memory, and results are those of float32 with the rounded weights. Default 'float32'.
   */
  readonly storage?: StorageFormat;
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
  /**
   * @param options 16-bit storage is for weights, and for what a state holds so: such a tensor can be read, and no run takes it as
   *   an input
   * @throws MosaError `data`, `shape`, `dtype`; `unsupported` for a storage that this backend has not, `data` where a finite value is
   *   beyond what it holds
   */
  upload(tensor: HostTensor, options?: UploadOptions): Promise<DeviceTensor>;
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
   * @throws MosaError `config`, `input`, `shape`, `dtype` or `data` before any device work; `unsupported` for a storage that this
   *   backend has not
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
