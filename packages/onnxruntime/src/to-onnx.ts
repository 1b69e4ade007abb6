import type { Graph, HostTensor } from '@mosa-js/core';
import { checkNamed, decompose, placeholders } from '@mosa-js/core/adapter';
import { fastDialect } from './fast-kernels';
import type { OnnxOptions } from './target';
import { webgpuDialect } from './webgpu-kernels';
import { writeModel } from './write-model';

/**
 * Writes a graph as an ONNX model (ai.onnx 20, IR 9): graph inputs are model inputs, weights and constants are stored
 * in it, outputs are model outputs, named as `onnxNames` says. The same graph and weights give the same bytes.
 * @param weights by name, exactly those of the graph; float32 data may be a Float64Array
 * @throws MosaError `weight`, `shape`, `dtype` or `data` where weights do not fit; `unsupported` from 2 GiB on
 */
export function toOnnx(
  graph: Graph,
  weights: Readonly<Record<string, HostTensor>> = {},
  { target = 'cpu' }: OnnxOptions = {},
): Uint8Array {
  checkNamed('weight', placeholders(graph, 'weight'), weights);
  const dialect = target === 'webgpu' ? webgpuDialect : fastDialect;
  return writeModel(decompose(graph, new Set(dialect.fused)), weights, dialect).bytes;
}
