import { hostTensor } from '@mosa-js/core';
import type { InferenceSession } from 'onnxruntime-common';
import { fastDialect } from './fast-kernels';
import { cpuDialect, type Dialect } from './kernels';
import type { OnnxRuntimeLibrary } from './library';
import { close, equal, type Proof, proves, selection } from './prove';
import { rotaryDialect } from './rotary';

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
  if (!(await prove('selection and scatter', fastDialect, proof))) return cpuDialect;
  return (await prove('rotary encoding', rotaryDialect, rotated)) ? rotaryDialect : fastDialect;
}

const [table, turned] = [5, 4];
const angles = Array.from({ length: table }, (_, row) => row * 0.7);
const row = (position: number, a: number, b: number) => {
  const [cos, sin] = [Math.cos(angles[position]!), Math.sin(angles[position]!)];
  return [a * cos - b * sin, b * cos + a * sin];
};
/** Positions out of order, one twice, for one of two heads and the other. */
const positions = Int32Array.of(3, 1, 1, 4, 0, 2);
const given = Float32Array.from({ length: 2 * 3 * turned }, (_, i) => Math.sin(3 * i));

/** Two of four columns turned, by tables as heads have them. */
const rotated: Proof = {
  given: { x: hostTensor(given, [2, 3, turned]), positions: hostTensor(positions, [2, 3], 'int32') },
  build(ops, { x, positions }) {
    const columns = (of: (angle: number) => number[]) =>
      ops.constant(Float64Array.from(angles.flatMap(of)), [table, turned], 'float32');
    const cos = columns((angle) => [Math.cos(angle), Math.cos(angle), 1, 1]);
    const sin = columns((angle) => [-Math.sin(angle), Math.sin(angle), 0, 0]);
    return { turned: ops.rotary(x!, cos, sin, { width: 2 }, positions!) };
  },
  check: (results) =>
    close(
      'RotaryEmbedding',
      results.turned!,
      Array.from(positions).flatMap((position, i) => {
        const [a, b, c, d] = given.subarray(i * turned) as unknown as [number, number, number, number];
        return [...row(position, a, b), c, d];
      }),
    ),
};

function scattered(): number[] {
  const sums = new Array<number>(rows * width).fill(0);
  updates.forEach((value, i) => {
    sums[indices[Math.floor(i / width)]! * width + (i % width)]! += value;
  });
  return sums;
}
