import type { GroupLimits } from '../graph/elementwise';
import type { Executable } from '../graph/execute';
import type { Graph } from '../graph/graph';
import type { FusedOpName } from '../ops/attributes';
import type { HalfFormat, StorageFormat } from '../storage';
import type { HostData, TensorType } from '../types';
import type { CodePaths } from './code-paths';

/** What an adapter's library holds. */
export interface MemoryUse {
  /** Live tensors, for leak checks. */
  readonly tensors: number;
  /** Their bytes. */
  readonly bytes: number;
  /**
   * Bytes that the library has taken on the device for all this, those that it keeps to use again included; they go with the
   * backend. Absent where it does not tell.
   */
  readonly reservedBytes?: number;
}

/** What a backend can do beyond the primitives. Each member has the default that is stated. */
export interface Capabilities {
  /** Fused ops with a kernel of their own; the others are decomposed. Default: none. */
  readonly fused?: readonly FusedOpName[];
  /** 'float64' where float32 tensors are computed in float64. Default 'float32'. */
  readonly precision?: 'float32' | 'float64';
  /**
   * int32 values are exact up to 2^integerBits. 24 where they live in float32, as in WebGL; programs whose row numbers
   * go beyond are refused then. Default 31.
   */
  readonly integerBits?: 24 | 31;
  /**
   * Bytes of the largest tensor that the device holds, at 4 bytes an element; larger ones are refused as `unsupported`.
   * Default Infinity: none is refused for its size.
   */
  readonly largestTensor?: number;
  /** Formats in which float32 weights can be held; those of 16 bits come by `uploadHalf`. Default: float32 alone. */
  readonly storage?: readonly StorageFormat[];
  /**
   * Formats in which float32 tensors can be held that programs carry from run to run; those of 16 bits are among `storage`, too, and
   * `load` is told of them. Default: float32 alone.
   */
  readonly carriedStorage?: readonly StorageFormat[];
  /** Runs elementwise ops in groups of this size, so that what is inside of one takes no memory. Default: each runs alone. */
  readonly elementwise?: GroupLimits;
}

/** Capabilities with the defaults in place. */
export type KnownCapabilities = Required<Omit<Capabilities, 'elementwise'>> & Pick<Capabilities, 'elementwise'>;

/** What of a program is held in 16 bits, since it is carried on so. */
export interface HeldValues {
  /**
   * By id, nodes whose values are rounded when they are computed: whoever reads them in the same run, or reshapes them, gets what is held.
   */
  readonly nodes: ReadonlyMap<number, HalfFormat>;
  /** By name, outputs that are held so; what comes in and goes out as it is, a constant too, is rounded when it does. */
  readonly outputs: ReadonlyMap<string, HalfFormat>;
}

/** What a program carries in 16 bits. */
export interface CarriedHalves {
  /** Of inputs that come so, by name. */
  readonly formats: Readonly<Record<string, HalfFormat>>;
  /** What that means for a graph with the inputs and outputs of the one that is loaded. */
  of(graph: Graph): HeldValues;
}

/** The library's own tensors of type N, in and out of a backend without a copy. */
export interface OwnTensors<T, N> {
  /**
   * Another handle on the elements of a tensor, which stays its owner's.
   * @throws MosaError `mixed`, `dtype`, `disposed` for one that is no tensor of this library, on this device, in use
   */
  wrap(tensor: N): { readonly tensor: T; readonly type: TensorType };
  /** The library's tensor of a handle, which nobody uses any longer. */
  unwrap(tensor: T, type: TensorType): N;
}

/**
 * What a library must answer to become a backend. T is its tensor type, N that of its users, where it is another. Everything
 * an adapter gets is checked already: types fit data, weights fit the graph, tensors are its own and alive; loads and runs
 * come one at a time; everything that it made is freed and every executable disposed before `dispose`.
 */
export interface Adapter<T, N = T> {
  /** Name in reports and on the command line: `tfjs-wasm`. */
  readonly name: string;
  /** Where the work runs: `cpu`, `wasm`, a GPU's name. */
  readonly device: string;
  /** Library and version: `tfjs 4.22.0`. */
  readonly label: string;
  readonly capabilities?: Capabilities;
  /** Its kernels' different ways to compute. Default: not told. */
  readonly paths?: CodePaths;
  /** Host data to the device; `float32` data may be a Float64Array and must be converted. The data is not kept. */
  upload(data: HostData, type: TensorType): T | Promise<T>;
  /**
   * 16-bit values to the device, in a format of `capabilities.storage`. Wherever a graph has the tensor as a weight it is a float32
   * tensor of these values, and so it is where it is read. Default: `capabilities.storage` has no such format.
   */
  uploadHalf?(bits: Uint16Array, type: TensorType, format: HalfFormat): T | Promise<T>;
  /** Device to host: Float32Array or Float64Array, Int32Array, Uint8Array by dtype; never a view of device memory. */
  read(tensor: T, type: TensorType): HostData | Promise<HostData>;
  free(tensor: T): void;
  /** Default: the backend refuses `wrap` and `unwrap` as unsupported. */
  readonly own?: OwnTensors<T, N>;
  /**
   * Prepares a graph. Fused ops outside `capabilities.fused` were decomposed, and all of them where the graph is to run
   * `unfused`, in which elementwise ops run alone, too.
   * @param weights by name, uploaded; they stay the caller's, outlive the executable, and never change
   * @param carry for inputs the output that becomes each of them in the next run: see `Executable.run`. Default: none
   * @param halves inputs that come in 16 bits, and what becomes them in the next run, in formats of `capabilities.carriedStorage`.
   *   Default: all are float32
   */
  load(
    graph: Graph,
    weights: Readonly<Record<string, T>>,
    carry?: Readonly<Record<string, string>>,
    halves?: CarriedHalves,
  ): Executable<T> | Promise<Executable<T>>;
  memory(): MemoryUse;
  /** Frees the device or context itself. */
  dispose?(): void | Promise<void>;
}
