import { type Backend, hostTensor, trace } from '@mosa-js/core';
import type { HalfFormat } from '@mosa-js/core/adapter';
import type { Verdict } from '../case';
import { firstFailure, judgeExactly } from '../judge';
import { runGraph } from '../run-graph';
import { special } from '../values';
import { holding, notHeld } from './rounded';

const { NaN: none, POSITIVE_INFINITY: infinity } = Number;

/** Values and what storage makes of them: ties to even, subnormal numbers, the largest, and what is not finite. */
export const tables: Record<HalfFormat, readonly (readonly [given: number, held: number])[]> = {
  float16: [
    [0, 0],
    [-0, -0],
    [1, 1],
    [-1.5, -1.5],
    [1 + 2 ** -11, 1],
    [1 + 3 * 2 ** -11, 1 + 2 ** -9],
    [1 + 2 ** -11 + 2 ** -20, 1 + 2 ** -10],
    [-2049, -2048],
    [-2051, -2052],
    [65504, 65504],
    [-65519, -65504],
    [2 ** -14, 2 ** -14],
    [2 ** -14 - 2 ** -26, 2 ** -14],
    [2 ** -15, 2 ** -15],
    [-3 * 2 ** -24, -3 * 2 ** -24],
    [2.5 * 2 ** -24, 2 * 2 ** -24],
    [3.5 * 2 ** -24, 4 * 2 ** -24],
    [2 ** -25, 0],
    [1.25 * 2 ** -25, 2 ** -24],
    [2 ** -30, 0],
    [infinity, infinity],
    [-infinity, -infinity],
    [none, none],
  ],
  bfloat16: [
    [0, 0],
    [-0, -0],
    [1, 1],
    [-1.5, -1.5],
    [1 + 2 ** -8, 1],
    [1 + 3 * 2 ** -8, 1 + 2 ** -6],
    [1 + 2 ** -8 + 2 ** -20, 1 + 2 ** -7],
    [-257, -256],
    [-259, -260],
    [65504, 65536],
    [2 ** 127 * (2 - 2 ** -7), 2 ** 127 * (2 - 2 ** -7)],
    [-(2 ** 127) * (2 - 1.25 * 2 ** -8), -(2 ** 127) * (2 - 2 ** -7)],
    [2 ** -100, 2 ** -100],
    [-3.25 * 2 ** -120, -3.25 * 2 ** -120],
    [infinity, infinity],
    [-infinity, -infinity],
    [none, none],
  ],
};

/** Read back as they are, and by a program one by one and in vectors. */
export async function specialValues(backend: Backend, format: HalfFormat): Promise<Verdict> {
  const unsupported = notHeld(backend, format);
  if (unsupported) return unsupported;
  const given = special(tables[format].map(([value]) => value));
  const wanted = special(tables[format].map(([, held]) => held));
  const verdicts: Verdict[] = [];
  const held = await backend.upload(given, { storage: format });
  try {
    verdicts.push(judgeExactly(await held.read(), wanted, 'read'));
  } finally {
    held.dispose();
  }
  for (const repeated of [1, 4]) {
    const fold = (data: ArrayLike<number>) =>
      hostTensor(
        Array.from({ length: data.length * repeated }, (_, i) => data[Math.floor(i / repeated)]!),
        [data.length, repeated],
      );
    const w = fold(given.data);
    const graph = trace((_, __, weights) => ({ w: weights.w! }), { inputs: {}, weights: { w } });
    const { w: actual } = await runGraph(holding(backend, format), graph, { w });
    verdicts.push(judgeExactly(actual, fold(wanted.data), `a weight of rows of ${repeated}`));
  }
  return firstFailure(verdicts);
}

/** A tensor in 16 bits takes its bytes, of an odd number of elements too, and no more than in float32. */
export async function memoryIsTold(backend: Backend, format: HalfFormat): Promise<Verdict> {
  const unsupported = notHeld(backend, format);
  if (unsupported) return unsupported;
  const problems: string[] = [];
  for (const size of [1, 33, 4096]) {
    const tensor = hostTensor(new Float32Array(size).fill(1), [size]);
    const before = backend.memory().bytes;
    const grown: number[] = [];
    for (const storage of [format, 'float32'] as const) {
      const held = await backend.upload(tensor, { storage });
      grown.push(backend.memory().bytes - before);
      held.dispose();
    }
    const left = backend.memory().bytes - before;
    const [half, whole] = grown as [number, number];
    if (half < 2 * size || half > whole || left !== 0)
      problems.push(
        `${size} elements: memory() rose by ${half} bytes, in float32 by ${whole}, and is ${left} off after`,
      );
  }
  return problems.length === 0 ? { status: 'pass' } : { status: 'fail', stage: 'memory', reason: problems.join('; ') };
}
