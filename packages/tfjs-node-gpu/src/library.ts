import { MosaError } from '@mosa-js/core';
import type { Tfjs, TfjsTensor } from '@mosa-js/tfjs';

/** The module namespace of `@tensorflow/tfjs-node-gpu` or `@tensorflow/tfjs-node`. */
export type TfjsNode = Tfjs;

/** What the addon, C++ over libtensorflow, exports. */
export interface Binding {
  readonly TF_Version: string;
  /** Numbers of types of elements. */
  readonly TF_FLOAT: number;
  readonly TF_INT32: number;
  readonly TF_BOOL: number;
  /** Numbers of kinds of attributes. */
  readonly TF_ATTR_TYPE: number;
  readonly TF_ATTR_BOOL: number;
  readonly TF_ATTR_INT: number;
  isUsingGpuDevice(): boolean;
}

/** An attribute of an op, as the addon takes it. */
export interface OpAttribute {
  readonly name: string;
  /** One of `TF_ATTR_…`. */
  readonly type: number;
  readonly value: number | boolean;
}

/** tfjs-node's own backend object. */
export interface NodeBackend {
  readonly binding: Binding;
  readonly isGPUPackage: boolean;
  /** Carries out an op of TensorFlow. @returns as many tensors as it is said to have results */
  executeMultipleOutputs(
    op: string,
    attributes: readonly OpAttribute[],
    inputs: readonly TfjsTensor[],
    results: number,
  ): TfjsTensor[];
}

/** The name under which tfjs-node registers its backend with tfjs. */
export const tfjsName = 'tensorflow';

/** Command that puts a libtensorflow under tfjs-node where its own install script cannot. */
export const provisionCommand = 'npx -p @mosa-js/libtensorflow mosa-provision-libtensorflow';

/**
 * The backend object of an injected library.
 * @throws MosaError `unavailable` where the library is missing or no tfjs-node
 */
export function nodeBackendOf(lib: unknown, where: string): NodeBackend {
  const backend = typeof (lib as TfjsNode | undefined)?.findBackend === 'function' && registered(lib as TfjsNode);
  if (backend && typeof backend.binding?.isUsingGpuDevice === 'function') return backend;
  throw new MosaError(
    'unavailable',
    where,
    'lib: the module namespace of @tensorflow/tfjs-node-gpu or @tensorflow/tfjs-node, as loadTfjsNode() gives it',
    lib === undefined ? 'nothing' : backend === false ? typeof lib : 'a tfjs without the backend of tfjs-node',
  );
}

function registered(lib: TfjsNode): NodeBackend | undefined {
  return (lib.findBackend(tfjsName) as unknown as NodeBackend | null) ?? undefined;
}

/** Versions in words: `tfjs-node-gpu 4.22.0, libtensorflow 2.18.1`. */
export function describeLibrary(lib: TfjsNode, { binding, isGPUPackage }: NodeBackend): string {
  // Its `version` is an object of the versions of all of its parts.
  const { version } = lib as unknown as { readonly version?: Readonly<Record<string, string>> };
  const own = version?.['tfjs-node'] ?? lib.version_core;
  return `${packageName({ isGPUPackage })} ${own}, libtensorflow ${binding.TF_Version}`;
}

/** Without its scope. */
export function packageName({ isGPUPackage }: Pick<NodeBackend, 'isGPUPackage'>): 'tfjs-node-gpu' | 'tfjs-node' {
  return isGPUPackage ? 'tfjs-node-gpu' : 'tfjs-node';
}
