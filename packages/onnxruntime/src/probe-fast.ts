import { hostTensor, trace } from '@mosa-js/core';
import type { InferenceSession } from 'onnxruntime-common';
import { fastDialect } from './fast-kernels';
import { cpuDialect, type Dialect } from './kernels';
import type { OnnxRuntimeLibrary } from './library';
import { writeModel } from './write-model';

const count = 1024;
const width = 8;
const rows = 700;
const k = 100;

/** Many equal logits, and some that are no numbers or not finite. */
const logits = Float32Array.from({ length: count }, (_, i) =>
  i % 97 === 0 ? Number.NaN : i % 89 === 0 ? -Infinity : i % 211 === 0 ? Infinity : (i * 7) % 5,
);
/** Each row up to a few times, row 3 far more often. */
const indices = Int32Array.from({ length: count }, (_, i) => (i % 4 === 0 ? 3 : (i * 389) % rows));
/** Whole numbers, whose sums are exact in any order. */
const updates = Float32Array.from({ length: count * width }, (_, i) => (i % 31) - 15);

/**
 * Runs what sets the fast dialect apart, a selection and a scatter, where it is known what they must give.
 * @returns it, or the other one where an operator is missing or behaves otherwise, after saying so
 */
export async function provenDialect(
  lib: OnnxRuntimeLibrary,
  options: InferenceSession.SessionOptions,
  warn: (message: string) => void,
): Promise<Dialect> {
  try {
    await prove(lib, options);
    return fastDialect;
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    warn(
      `ONNX Runtime on ${String(options.executionProviders?.[0])}: selection and scatter run in a slower form, since the fast one fails: ${reason}`,
    );
    return cpuDialect;
  }
}

async function prove(lib: OnnxRuntimeLibrary, options: InferenceSession.SessionOptions): Promise<void> {
  const given = {
    logits: hostTensor(logits, [1, count]),
    indices: hostTensor(indices, [count], 'int32'),
    updates: hostTensor(updates, [count, width]),
  };
  const build: Parameters<typeof trace>[0] = (ops, inputs) => ({
    chosen: ops.selectIndices(inputs.logits!, k),
    sums: ops.scatterAdd(inputs.indices!, inputs.updates!, rows),
  });
  const session = await lib.InferenceSession.create(
    writeModel(trace(build, { inputs: given }), {}, fastDialect).bytes,
    options,
  );
  try {
    const feeds = Object.entries(given).map(([name, { data, shape, dtype }]) => [
      name,
      new lib.Tensor(dtype, data as never, shape),
    ]);
    const { chosen, sums } = await session.run(Object.fromEntries(feeds));
    compare('TopK', await chosen!.getData(), selected());
    compare('ScatterND', await sums!.getData(), scattered());
  } finally {
    await session.release();
  }
}

function compare(operator: string, actual: unknown, expected: readonly number[]): void {
  const at = expected.findIndex((value, i) => (actual as ArrayLike<number>)[i] !== value);
  if (at < 0) return;
  throw new Error(`${operator}: expected ${expected[at]} at ${at}, got ${(actual as ArrayLike<number>)[at]}`);
}

/** By the selection rule: logit descending, NaN last, ties to the lower position; positions ascending. */
function selected(): number[] {
  const key = (i: number) => (Number.isNaN(logits[i]) ? -1e300 : Math.max(logits[i]!, -1e299));
  const ranked = Array.from(logits.keys()).sort((a, b) => (key(b) === key(a) ? a - b : key(b) > key(a) ? 1 : -1));
  return ranked.slice(0, k).sort((a, b) => a - b);
}

function scattered(): number[] {
  const sums = new Array<number>(rows * width).fill(0);
  updates.forEach((value, i) => {
    sums[indices[Math.floor(i / width)]! * width + (i % width)]! += value;
  });
  return sums;
}
