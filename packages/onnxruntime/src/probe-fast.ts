import { hostTensor } from '@mosa-js/core';
import type { InferenceSession } from 'onnxruntime-common';
import { fastDialect } from './fast-kernels';
import { cpuDialect, type Dialect } from './kernels';
import type { OnnxRuntimeLibrary } from './library';
import { equal, type Proof, proves, selection } from './prove';

const count = 1024;
const width = 8;
const rows = 700;

/** Each row up to a few times, row 3 far more often. */
const indices = Int32Array.from({ length: count }, (_, i) => (i % 4 === 0 ? 3 : (i * 389) % rows));
/** Whole numbers, whose sums are exact in any order. */
const updates = Float32Array.from({ length: count * width }, (_, i) => (i % 31) - 15);

/** Selection and scatter in one session, since each takes a while to make. */
const proof: Proof = {
  given: {
    ...selection.given,
    indices: hostTensor(indices, [count], 'int32'),
    updates: hostTensor(updates, [count, width]),
  },
  build: (ops, inputs) => ({
    ...selection.build(ops, inputs),
    sums: ops.scatterAdd(inputs.indices!, inputs.updates!, rows),
  }),
  check(results) {
    selection.check(results);
    equal('ScatterND', results.sums!, scattered());
  },
};

/**
 * Runs what sets the fast dialect apart, a selection and a scatter, where it is known what they must give.
 * @returns it, or the other one where an operator is missing or behaves otherwise, after saying so
 */
export async function provenDialect(
  lib: OnnxRuntimeLibrary,
  options: InferenceSession.SessionOptions,
  warn: (message: string) => void,
): Promise<Dialect> {
  const prove = proves(lib, options, warn);
  return (await prove('selection and scatter', fastDialect, proof)) ? fastDialect : cpuDialect;
}

function scattered(): number[] {
  const sums = new Array<number>(rows * width).fill(0);
  updates.forEach((value, i) => {
    sums[indices[Math.floor(i / width)]! * width + (i % width)]! += value;
  });
  return sums;
}
