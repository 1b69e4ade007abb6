import { hostTensor } from '@mosa-js/core';
import type { InferenceSession } from 'onnxruntime-common';
import type { Dialect } from './kernels';
import type { OnnxRuntimeLibrary } from './library';
import { close, type Proof, proves, selection } from './prove';
import { webgpuDialectOf } from './webgpu-kernels';

/**
 * Runs what is written for WebGPU only where it is right: selection by TopK, and attention by MultiHeadAttention, which relies on
 * the size of a GPU's subgroups.
 * @returns the dialect of those that were, after saying which were not
 */
export async function provenWebgpuDialect(
  lib: OnnxRuntimeLibrary,
  options: InferenceSession.SessionOptions,
  warn: (message: string) => void,
): Promise<Dialect> {
  const prove = proves(lib, options, warn);
  const select = await prove('selection', webgpuDialectOf({ select: true, attention: false }), selection);
  const attention = await prove('causal attention', webgpuDialectOf({ select: false, attention: true }), attended);
  return webgpuDialectOf({ select, attention });
}

const heads = 2;
const length = 200;
const width = 16;
const scale = 0.2;
/** A key that is no number and a value that is infinite, so late that most queries see neither. */
const spoilt = { key: 150, value: 170 };

const at = (head: number, row: number) => (head * length + row) * width;
const wave = (seed: number) =>
  Float32Array.from({ length: heads * length * width }, (_, i) => Math.sin(i * 0.7 + seed + (i % 37) ** 2));
const queries = wave(1);
const keys = wave(2).fill(Number.NaN, at(1, spoilt.key), at(1, spoilt.key + 1));
const values = wave(3).fill(Number.POSITIVE_INFINITY, at(0, spoilt.value), at(0, spoilt.value + 1));

const attended: Proof = {
  given: Object.fromEntries(
    Object.entries({ q: queries, k: keys, v: values }).map(([name, data]) => [
      name,
      hostTensor(data, [heads, length, width]),
    ]),
  ),
  build: (ops, { q, k, v }) => ({ attended: ops.attention(q!, k!, v!, { scale, causal: true }) }),
  check: (results) => close('MultiHeadAttention', results.attended!, attention()),
};

/** In float64. A query that sees what is not finite gets NaN. */
function attention(): Float64Array {
  const results = new Float64Array(heads * length * width);
  for (let head = 0; head < heads; head++) {
    for (let row = 0; row < length; row++) {
      const own = results.subarray(at(head, row), at(head, row + 1));
      if (row >= (head === 1 ? spoilt.key : spoilt.value)) {
        own.fill(Number.NaN);
        continue;
      }
      const exponentials = Array.from({ length: row + 1 }, (_, column) => {
        let score = 0;
        for (let i = 0; i < width; i++) score += queries[at(head, row) + i]! * keys[at(head, column) + i]!;
        return Math.exp(scale * score);
      });
      const total = exponentials.reduce((sum, value) => sum + value, 0);
      exponentials.forEach((value, column) => {
        for (let i = 0; i < width; i++) own[i]! += (value / total) * values[at(head, column) + i]!;
      });
    }
  }
  return results;
}
