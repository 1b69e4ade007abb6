import type { TensorType } from '@mosa-js/core';
import type { Tfjs, TfjsTensor } from '@mosa-js/tfjs';
import type { WebGPUProgram } from '@tensorflow/tfjs-backend-webgpu';
import type { TensorInfo } from '@tensorflow/tfjs-core';
import type { DeviceBackend } from './library';
import type { PathName } from './paths';

/** A tfjs and the backend of one of its devices. */
export interface Context {
  readonly lib: Tfjs;
  readonly backend: DeviceBackend;
  /** Workgroups that keep the whole device at work. */
  readonly enoughWorkgroups: number;
  /** Notes which way a kernel computes. */
  take(path: PathName): void;
}

export const dispatchPaths = [
  'dispatch: in one dimension',
  'dispatch: in several dimensions, an invocation for each element',
  'dispatch: in several dimensions, a workgroup for each row',
] as const;

/**
 * WGSL of the number of an invocation's workgroup, for kernels that give one to each row: counted in invocations, as main's
 * index is, rows of large tensors go beyond the largest i32.
 */
export const workgroupNumber =
  'i32(workgroupId.x + numWorkgroups.x * (workgroupId.y + numWorkgroups.y * workgroupId.z))';

/** One compute shader and how often it runs. It reads and writes whole buffers by number; tfjs's shape helpers go unused. */
export interface Dispatch {
  /** Tells it from every other shader: all that `code` depends on. */
  readonly key: string;
  /** Names of the operands' arrays in `code`; the result's is `result`. */
  readonly inputs: readonly string[];
  /** By input: 4 makes its array one of vectors. Default 1. */
  readonly components?: readonly number[];
  /** The same of the result. Default 1. */
  readonly outputComponents?: number;
  /** Four i32 each, in this order; `code` reads `uniforms.NAME`. */
  readonly uniforms: Readonly<Record<string, readonly number[]>>;
  /**
   * WGSL with `fn main(index: i32)`; index counts invocations over all workgroups. A function is asked where the key is new
   * alone: dispatches are recorded for every op of every run.
   */
  readonly code: string | (() => string);
  readonly workgroups: number;
  /** Default 64. */
  readonly workgroupSize?: number;
  /** Whether the invocations of a workgroup wait for each other, so that those beyond the last element cannot just end. */
  readonly meets?: boolean;
  /** Makes `result` an array<atomic<i32>>. */
  readonly atomic?: boolean;
}

/**
 * Records a dispatch after those before it. tfjs keeps the pipeline, the buffers and the order.
 * @param into a result to write to instead of a new one
 */
export function record(
  { lib, backend, take }: Context,
  dispatch: Dispatch,
  operands: readonly TfjsTensor[],
  output: TensorType,
  into?: TfjsTensor,
): TfjsTensor {
  const {
    key,
    inputs,
    components,
    outputComponents,
    uniforms,
    code,
    workgroups,
    workgroupSize = 64,
    meets = false,
  } = dispatch;
  const { maxComputeWorkgroupsPerDimension } = backend.device.limits;
  if (workgroups <= maxComputeWorkgroupsPerDimension) take('dispatch: in one dimension');
  else if (meets) take('dispatch: in several dimensions, a workgroup for each row');
  else take('dispatch: in several dimensions, an invocation for each element');
  const shape = [...output.shape];
  const size = shape.reduce((a, b) => a * b, 1);
  const theirs: WebGPUProgram = {
    variableNames: [...inputs],
    variableComponents: components ? [...components] : inputs.map(() => 1),
    outputComponent: outputComponents ?? 1,
    uniforms: Object.keys(uniforms)
      .map((name) => `${name} : vec4<i32>, `)
      .join(''),
    outputShape: [size],
    // More workgroups than one dimension takes: tfjs makes it two or three, and main's index counts through them.
    dispatch: [workgroups, 1, 1],
    dispatchLayout: { x: [0] },
    workgroupSize: [workgroupSize, 1, 1],
    shaderKey: `mosa ${key}`,
    atomic: dispatch.atomic ?? false,
    getUserCode: () => (typeof code === 'string' ? code : code()),
  };
  // Of two axes, the result of one: tfjs makes a pipeline anew where an operand's shape equals the result's and where it does not.
  const flat = operands.map(({ dataId, dtype, size }): TensorInfo => ({ dataId, dtype, shape: [size, 1] }));
  const values = Object.values(uniforms).map((data) => ({ type: 'int32', data: [...data] }));
  const target = into && { dataId: into.dataId, dtype: into.dtype, shape: [into.size] };
  const { dataId } = backend.runWebGPUProgram(theirs, flat, output.dtype, values, target);
  return into ?? lib.engine().makeTensorFromTensorInfo({ dataId, dtype: output.dtype, shape });
}
