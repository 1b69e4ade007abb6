import { type Backend, type HostTensor, hostTensor, type TensorType, trace } from '@mosa-js/core';
import type { HalfFormat } from '@mosa-js/core/adapter';
import { leavingNothing } from '../carry/counter';
import type { Verdict } from '../case';
import { judgeExactly } from '../judge';
import { random } from '../values';
import { read } from '../with-program';
import { rounded } from './rounded';
import { tables } from './values';

const float = (...shape: number[]): TensorType => ({ shape, dtype: 'float32' });

/** What becomes infinite, since no device refuses it in mid-run, and what just does not. */
const large: Record<HalfFormat, readonly (readonly [given: number, held: number])[]> = {
  float16: [
    [65520, Number.POSITIVE_INFINITY],
    [-65519, -65504],
    [-1e30, Number.NEGATIVE_INFINITY],
  ],
  bfloat16: [
    [2 ** 127 * (2 - 2 ** -8), Number.POSITIVE_INFINITY],
    [-(2 ** 127) * (2 - 1.5 * 2 ** -8), -(2 ** 127) * (2 - 2 ** -7)],
  ],
};

/** Special values that a run writes are held as they are to be: read in that run, in the next one, and from the state. */
export function specialValuesWritten(backend: Backend, format: HalfFormat): Promise<Verdict> {
  const table = [...tables[format], ...large[format]];
  return leavingNothing(backend, async () => {
    const verdicts: Verdict[] = [];
    for (const width of [1, 3, 4]) {
      const fold = (values: readonly number[]) =>
        hostTensor(
          Array.from({ length: values.length * width }, (_, i) => values[Math.floor(i / width)]!),
          [values.length, width],
        );
      const given = fold(table.map(([value]) => value));
      const wanted = fold(table.map(([, held]) => held));
      const [count] = given.shape as [number, number];
      const rows = hostTensor(
        Array.from({ length: count }, (_, i) => i),
        [count],
        'int32',
      );
      const graph = trace(
        (ops, { cache, x, rows }) => {
          const next = ops.setRows(cache!, rows!, x!);
          return { next, now: ops.gather(next, rows!), before: ops.gather(cache!, rows!) };
        },
        { inputs: { cache: given, x: given, rows } },
      );
      const zeros = hostTensor(new Float32Array(count * width), [count, width]);
      const state = await backend.createState(
        { cache: given },
        { initial: { cache: zeros }, storage: { cache: format } },
      );
      const program = await backend.compile(graph, { state, carry: { cache: 'next' } });
      try {
        const first = await program.run({ x: given, rows });
        const second = await program.run({ x: zeros, rows });
        verdicts.push(
          judgeExactly(await read(first.now!), wanted, `rows of ${width}, read in the same run`),
          judgeExactly(await read(first.before!), zeros, `rows of ${width} before`),
          judgeExactly(await read(second.before!), wanted, `rows of ${width}, read in the next run`),
          judgeExactly(await read(second.now!), zeros, `rows of ${width} after`),
          judgeExactly(await state.read('cache'), zeros, `the state of rows of ${width}`),
        );
      } finally {
        await program.dispose();
        await state.dispose();
      }
    }
    return verdicts;
  });
}

/** Sizes of caches [R, width] of which some rows are set: rows that are whole words, and rows that share words with their neighbours. */
const widths = { one: 1, odd: 5, three: 3, even: 6, vectors: 8 } as const;

/**
 * Few rows and many are set in several caches at once, some in the same rows: each row is what it was set to last, rounded, and
 * each neighbour, in whose word it may lie, what it was.
 */
export function rowsOfCaches(backend: Backend, format: HalfFormat): Promise<Verdict> {
  return leavingNothing(backend, async () => {
    const verdicts: Verdict[] = [];
    for (const [R, M] of [
      [9, 5],
      [161, 97],
    ] as const) {
      const types = Object.fromEntries(Object.entries(widths).map(([name, width]) => [name, float(R, width)]));
      const given = Object.fromEntries(Object.entries(widths).map(([name, width]) => [`x.${name}`, float(M, width)]));
      const graph = trace(
        (ops, { rows, ...t }) =>
          Object.fromEntries(
            Object.keys(widths).map((name) => [`next.${name}`, ops.setRows(t[name]!, rows!, t[`x.${name}`]!)]),
          ),
        { inputs: { ...types, ...given, rows: { shape: [M], dtype: 'int32' } } },
      );
      const tensors = (of: Readonly<Record<string, TensorType>>, seed: number) =>
        Object.fromEntries(Object.entries(of).map(([name, { shape }], i) => [name, random(shape, seed + i)]));
      const initial = tensors(types, 30);
      const storage = Object.fromEntries(Object.keys(types).map((name) => [name, format]));
      const state = await backend.createState(types, { initial, storage });
      const carry = Object.fromEntries(Object.keys(types).map((name) => [name, `next.${name}`]));
      const program = await backend.compile(graph, { state, carry });
      let all = Object.fromEntries(Object.entries(initial).map(([name, tensor]) => [name, rounded(tensor, format)]));
      try {
        for (const run of [1, 2, 3]) {
          const numbers = Array.from({ length: M }, (_, i) => ((i * (run + 1) + 3 * run) % (R + 3)) - 1);
          const x = tensors(given, 100 * run);
          await program.run({ ...x, rows: hostTensor(numbers, [M], 'int32') });
          all = Object.fromEntries(
            Object.entries(all).map(([name, tensor]) => [
              name,
              setTo(tensor, numbers, rounded(x[`x.${name}`]!, format)),
            ]),
          );
          for (const [name, wanted] of Object.entries(all))
            verdicts.push(judgeExactly(await state.read(name), wanted, `${name}, ${M} of ${R} rows, run ${run}`));
        }
      } finally {
        await program.dispose();
        await state.dispose();
      }
    }
    return verdicts;
  });
}

function setTo(cache: HostTensor, rows: readonly number[], values: HostTensor): HostTensor {
  const data = Float32Array.from(cache.data);
  const [R, width] = cache.shape as [number, number];
  rows.forEach((row, i) => {
    if (row >= 0 && row < R) data.set(values.data.slice(i * width, (i + 1) * width), row * width);
  });
  return hostTensor(data, cache.shape);
}
