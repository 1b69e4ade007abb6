import { type HostTensor, hostTensor, type TensorOps, type Traced, trace } from '@mosa-js/core';
import type { InferenceSession } from 'onnxruntime-common';
import type { Dialect } from './kernels';
import type { OnnxRuntimeLibrary } from './library';
import { writeModel } from './write-model';

type Numbers = ArrayLike<number>;

/** Ops on numbers for which it is known what they must give. */
export interface Proof {
  readonly given: Readonly<Record<string, HostTensor>>;
  build(ops: TensorOps<Traced>, inputs: Readonly<Record<string, Traced>>): Record<string, Traced>;
  /** @throws Error where one of the results, by the names of `build`, is another */
  check(results: Readonly<Record<string, Numbers>>): void;
}

/**
 * Runs a proof of forms that need more than every execution provider has, or rest on more than every one keeps to.
 * @param what they are, for `warn`, which is told of a proof that fails
 * @returns whether they may be used
 */
export function proves(
  lib: OnnxRuntimeLibrary,
  options: InferenceSession.SessionOptions,
  warn: (message: string) => void,
) {
  return async (what: string, dialect: Dialect, { given, build, check }: Proof): Promise<boolean> => {
    try {
      const model = writeModel(trace(build, { inputs: given }), {}, dialect);
      const session = await lib.InferenceSession.create(model.bytes, options);
      try {
        const feeds = Object.entries(given).map(
          ([name, { data, shape, dtype }]) => [name, new lib.Tensor(dtype, data as never, shape)] as const,
        );
        const results = Object.entries(await session.run(Object.fromEntries(feeds)));
        const read = results.map(async ([name, tensor]) => [name, (await tensor.getData()) as Numbers] as const);
        check(Object.fromEntries(await Promise.all(read)));
        return true;
      } finally {
        await session.release();
      }
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error);
      const provider = String(options.executionProviders?.[0]);
      warn(`ONNX Runtime on ${provider}: ${what} in a slower form, since the fast one fails: ${reason}`);
      return false;
    }
  };
}

/** @throws Error where not all elements are these */
export function equal(operator: string, actual: Numbers, expected: Numbers): void {
  differ(operator, actual, expected, (a, b) => a === b);
}

/** @throws Error where one is further from what is expected than float32 sums of numbers near 1 may be, or NaN where none is */
export function close(operator: string, actual: Numbers, expected: Numbers): void {
  differ(operator, actual, expected, (a, b) => (Number.isNaN(b) ? Number.isNaN(a) : Math.abs(a - b) <= 1e-5));
}

function differ(operator: string, actual: Numbers, expected: Numbers, fits: (a: number, b: number) => boolean): void {
  for (let i = 0; i < expected.length; i++) {
    if (fits(actual[i]!, expected[i]!)) continue;
    throw new Error(`${operator}: expected ${expected[i]} at ${i}, got ${actual[i]}`);
  }
}

const k = 500;

/** Logits by the path that is written for so many: rows in one piece, and rows that may be cut into blocks, and what is left of them again. */
const rows = { piece: logits(1031), blocks: logits(4096) };

/** Many equal logits, and some that are no numbers or not finite. */
function logits(count: number): Float32Array {
  return Float32Array.from({ length: count }, (_, i) =>
    i % 97 === 0 ? Number.NaN : i % 89 === 0 ? -Infinity : i % 211 === 0 ? Infinity : (i * 7) % 5,
  );
}

/** By the selection rule: logit descending, NaN last, ties to the lower position; positions ascending. */
function selected(row: Float32Array): number[] {
  const key = (i: number) => (Number.isNaN(row[i]) ? -1e300 : Math.max(row[i]!, -1e299));
  const ranked = Array.from(row.keys()).sort((a, b) => (key(b) === key(a) ? a - b : key(b) > key(a) ? 1 : -1));
  return ranked.slice(0, k).sort((a, b) => a - b);
}

/** Selection by TopK. */
export const selection: Proof = {
  given: Object.fromEntries(Object.entries(rows).map(([name, row]) => [name, hostTensor(row, [1, row.length])])),
  build: (ops, inputs) => ({
    ofPiece: ops.selectIndices(inputs.piece!, k),
    ofBlocks: ops.selectIndices(inputs.blocks!, k),
  }),
  check: ({ ofPiece, ofBlocks }) => {
    equal('TopK', ofPiece!, selected(rows.piece));
    equal('TopK', ofBlocks!, selected(rows.blocks));
  },
};
