import { type HalfFormat, toHalf } from '@mosa-js/core/adapter';
import { dataTypeOf, type OnnxGraph, type OnnxInitialiser, type OnnxNode } from '../onnx/model';

/**
 * A model whose float32 weights are stored in 16 bits, each with a Cast behind it that makes it float32 when a session is made or runs.
 * @param stored names of weights; other constants stay as they are
 * @throws MosaError `data` for a finite weight beyond the format
 */
export function castWeights(graph: OnnxGraph, stored: readonly string[], storage: HalfFormat): OnnxGraph {
  const isWeight = new Set(stored);
  const taken = new Set([
    ...graph.initialisers.map(({ name }) => name),
    ...graph.inputs.map(({ name }) => name),
    ...graph.nodes.flatMap(({ name, outputs }) => [name, ...outputs]),
  ]);
  const free = (wanted: string): string => (taken.has(wanted) ? free(`${wanted}_`) : wanted);
  const casts: OnnxNode[] = [];
  const initialisers = graph.initialisers.map((one): OnnxInitialiser => {
    if (!isWeight.has(one.name) || one.type.dtype !== 'float32') return one;
    const name = free(`${one.name}.${storage}`);
    taken.add(name);
    casts.push({
      name: free(`${name}.cast`),
      operator: 'Cast',
      inputs: [name],
      outputs: [one.name],
      attributes: { to: { int: dataTypeOf('float32') } },
    });
    const raw = inHalf(one.raw, storage, `weight ${one.name}`);
    return { ...one, name, raw, half: storage };
  });
  return { ...graph, initialisers, nodes: [...casts, ...graph.nodes] };
}

/** Elements of both are little endian, whatever the host is. */
function inHalf(raw: Uint8Array, storage: HalfFormat, where: string): Uint8Array {
  const from = new DataView(raw.buffer, raw.byteOffset, raw.byteLength);
  const values = Float32Array.from({ length: raw.length / 4 }, (_, i) => from.getFloat32(4 * i, true));
  const half = new Uint8Array(raw.length / 2);
  const to = new DataView(half.buffer);
  for (const [i, bits] of toHalf(values, storage, where).entries()) to.setUint16(2 * i, bits, true);
  return half;
}
