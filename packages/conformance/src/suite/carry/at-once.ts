import { type Backend, type HostTensor, hostTensor, type TensorType, trace } from '@mosa-js/core';
import type { Verdict } from '../case';
import { judgeExactly } from '../judge';
import { read } from '../with-program';
import { leavingNothing } from './counter';

const float = (...shape: number[]): TensorType => ({ shape, dtype: 'float32' });
const int = (...shape: number[]): TensorType => ({ shape, dtype: 'int32' });

const caches = {
  ...{ keys: float(7, 4), values: float(7, 4), logits: float(7), positions: int(7) },
  ...{ wide: float(5, 8), copies: float(7, 4), others: float(7, 3) },
};
const given = {
  ...{ rows: int(3), other: int(3), from: int(3) },
  ...{ u: float(3, 4), uv: float(3, 2, 4), l: float(3), p: int(3), w: float(3, 8), o: float(3, 3) },
};
const carry = Object.fromEntries(Object.keys(caches).map((name) => [name, `next/${name}`]));

/**
 * Several caches are set in the same rows, as in a step of decoding: a part of a larger tensor, of one element a row and of several, of
 * more rows and fewer, read before by what stands in between, from what another was set to; and one in other rows, read afterwards.
 */
const graph = trace(
  (ops, t) => {
    const keys = ops.setRows(t.keys!, t.rows!, t.u!);
    const second = ops.reshape(ops.slice(t.uv!, [0, 1, 0], [3, 1, 4]), [3, 4]);
    const values = ops.setRows(t.values!, t.rows!, second);
    const logits = ops.setRows(t.logits!, t.rows!, t.l!);
    const positions = ops.setRows(t.positions!, t.rows!, t.p!);
    const before = ops.add(ops.sum(ops.mul(keys, values), [0, 1]), ops.sum(t.wide!, [0, 1]));
    const wide = ops.setRows(t.wide!, t.rows!, t.w!);
    const copies = ops.setRows(t.copies!, t.rows!, ops.gather(keys, t.from!));
    const others = ops.setRows(t.others!, t.other!, t.o!);
    const y = ops.add(before, ops.sum(t.others!, [0, 1]));
    const next = { keys, values, logits, positions, wide, copies, others };
    return { y, ...Object.fromEntries(Object.entries(next).map(([name, value]) => [`next/${name}`, value])) };
  },
  { inputs: { ...caches, ...given } },
);

const rowsOfRuns = [
  { rows: [4, 0, 6], other: [1, 2, 4], from: [1, 2, 4] },
  { rows: [3, -1, 2], other: [3, 0, 7], from: [3, 0, 6] },
  { rows: [5, 7, 1], other: [-1, 6, 5], from: [6, 5, 5] },
];

/** Whole numbers, so that sums are exact. */
const numbers = ({ shape, dtype }: TensorType, seed: number): HostTensor => {
  const size = shape.reduce((a, b) => a * b, 1);
  return hostTensor(
    Array.from({ length: size }, (_, i) => ((7 * i + 11 * seed) % 23) - 9),
    shape,
    dtype,
  );
};

/** What a cache is after rows of it were replaced. */
function after(cache: HostTensor, rows: readonly number[], values: ArrayLike<number>): HostTensor {
  const data = cache.data.slice() as HostTensor['data'];
  const width = data.length / cache.shape[0]!;
  rows.forEach((row, i) => {
    if (row < 0 || row >= cache.shape[0]!) return;
    for (let j = 0; j < width; j++) data[row * width + j] = values[i * width + j]!;
  });
  return { ...cache, data } as HostTensor;
}

/** Each cache has in each of its rows what it was set to last. */
export function setAtOnce(backend: Backend): Promise<Verdict> {
  return leavingNothing(backend, async () => {
    let all = Object.fromEntries(Object.entries(caches).map(([name, type], i) => [name, numbers(type, i)]));
    const program = await backend.compile(graph, { carry, initial: all });
    const verdicts: Verdict[] = [];
    try {
      for (const [run, { rows, other, from }] of rowsOfRuns.entries()) {
        const now = Object.fromEntries(
          Object.entries(given).map(([name, type], i) => [name, numbers(type, 10 * run + i)]),
        );
        const indices = {
          rows: hostTensor(rows, [3], 'int32'),
          other: hostTensor(other, [3], 'int32'),
          from: hostTensor(from, [3], 'int32'),
        };
        const { y } = await program.run({ ...now, ...indices });
        const second = [0, 1, 2].flatMap((m) => [...now.uv!.data.slice(8 * m + 4, 8 * m + 8)]);
        const keys = after(all.keys!, rows, now.u!.data);
        const values = after(all.values!, rows, second);
        const products = [...keys.data].map((key, i) => key * values.data[i]!);
        const wanted = [...products, ...all.wide!.data, ...all.others!.data].reduce((a, b) => a + b);
        const taken = from.flatMap((row) => [...keys.data.slice(4 * row, 4 * row + 4)]);
        all = {
          ...{ keys, values },
          logits: after(all.logits!, rows, now.l!.data),
          positions: after(all.positions!, rows, now.p!.data),
          wide: after(all.wide!, rows, now.w!.data),
          copies: after(all.copies!, rows, taken),
          others: after(all.others!, other, now.o!.data),
        };
        verdicts.push(judgeExactly(await read(y!), hostTensor([wanted], []), `y of run ${run + 1}`));
        for (const [name, cache] of Object.entries(all))
          verdicts.push(judgeExactly(await program.state!.read(name), cache, `${name} after run ${run + 1}`));
      }
      return verdicts;
    } finally {
      await program.dispose();
    }
  });
}
