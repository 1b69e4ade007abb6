import type { Backend, Graph, HostData, HostTensor, TensorType } from '@mosa-js/core';
import { createBackend, fromHalf, storageFormats } from '@mosa-js/core/adapter';
import { fromHost, type RefTensor } from '@mosa-js/reference';
import { type Bounded, float32 } from '../../src/bounds/bounded';
import { type CarriedFormats, evaluateCarried, evaluateWithBounds } from '../../src/bounds/evaluate';

/** Something that a case read: the right elements, and how far each may be off. */
export interface Read {
  readonly type: TensorType;
  readonly data: HostData;
  /** All 0 for what was uploaded. */
  readonly bounds: ArrayLike<number>;
  /** The largest size of an element that is finite. */
  readonly largest: number;
}

interface Handle {
  readonly tensor: RefTensor;
  readonly bounds?: RefTensor;
}

/**
 * The reference, judged as a float32 backend. What its programs give is computed once; later backends of the same
 * recording replay it, in the same order, and may change one thing that is read.
 */
export class Recording {
  readonly #runs: Record<string, Handle>[] = [];
  /** What was read so far, in order. */
  readonly reads: Read[] = [];

  /** @param change the number of a read, and what is given instead */
  backend(change?: { readonly read: number; with(read: Read): HostData }): Backend {
    const live = new Set<Handle>();
    const keep = (handle: Handle): Handle => {
      live.add(handle);
      return handle;
    };
    let runs = 0;
    let reads = 0;
    const backend = createBackend<Handle>({
      name: 'replayed',
      device: 'cpu',
      label: 'reference',
      capabilities: {
        fused: ['selectIndices', 'attention', 'causalSelect'],
        precision: 'float32',
        storage: storageFormats,
        carriedStorage: storageFormats,
      },
      upload: (data, type) => keep({ tensor: narrow(data, type) }),
      uploadHalf: (bits, type, format) => keep({ tensor: fromHost(fromHalf(bits, format), type) }),
      read: ({ tensor, bounds }, type) => {
        const number = reads++;
        if (change?.read === number) return change.with(this.reads[number]!);
        if (change === undefined) this.reads.push(readOf(type, tensor.data, bounds?.data));
        return tensor.data.slice();
      },
      free: (handle) => void live.delete(handle),
      load: (graph, weights, carry, halves) => ({
        run: (inputs) => {
          const number = runs++;
          this.#runs[number] ??= outputsOf(
            graph,
            inputs,
            weights,
            halves && { carry: carry!, formats: halves.formats },
          );
          const outputs = Object.entries(this.#runs[number]!);
          return Object.fromEntries(outputs.map(([name, handle]) => [name, keep({ ...handle })]));
        },
        dispose: () => undefined,
      }),
      memory: () => ({
        tensors: live.size,
        bytes: [...live].reduce((sum, { tensor }) => sum + tensor.data.byteLength, 0),
      }),
    });
    return {
      ...backend,
      // Op by op means the same; what is replayed need not be decomposed first, thousands of times.
      async compile(graph, options) {
        const program = await backend.compile(graph.unfused ? { ...graph, unfused: false } : graph, options);
        return { ...program, graph };
      },
    };
  }
}

/** A weight gets a name of its own where an input has its name. */
function outputsOf(
  given: Graph,
  inputs: Readonly<Record<string, Handle>>,
  weights: Readonly<Record<string, Handle>>,
  carried?: CarriedFormats,
): Record<string, Handle> {
  const own = (name: string) => (name in inputs ? `weight ${name}` : name);
  const handles = { ...inputs, ...Object.fromEntries(Object.entries(weights).map(([name, w]) => [own(name), w])) };
  const nodes = given.nodes.map((node) =>
    node.op === 'placeholder' && node.kind === 'weight' ? { ...node, name: own(node.name) } : node,
  );
  const graph = { ...given, nodes };
  const tensors = Object.fromEntries(Object.entries(handles).map(([name, { tensor }]) => [name, tensor as HostTensor]));
  const bounded: Record<string, Bounded> = carried
    ? evaluateCarried(graph, tensors, float32, carried)
    : evaluateWithBounds(graph, tensors, float32);
  return Object.fromEntries(
    Object.entries(bounded).map(([name, { value, error }]) => [
      name,
      { tensor: narrow(value.data, value), bounds: error },
    ]),
  );
}

/** As a float32 device holds it. */
function narrow(data: HostData, type: TensorType): RefTensor {
  return fromHost(type.dtype === 'float32' ? new Float32Array(data) : data, type);
}

function readOf(type: TensorType, data: HostData, bounds: ArrayLike<number> = new Float64Array(data.length)): Read {
  let largest = 0;
  for (const value of data) if (Number.isFinite(value)) largest = Math.max(largest, Math.abs(value));
  return { type, data, bounds, largest };
}
