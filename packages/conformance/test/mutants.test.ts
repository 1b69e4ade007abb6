import { createReferenceBackend, type RefTensor } from '@mosa-js/reference';
import { expect, it } from 'vitest';
import { type CaseResult, listCases, runSuite } from '../src';
import { exact, inFloat32, type Kernels, toHalf } from './narrow';

const copy = (x: RefTensor, change: (value: number, i: number, data: RefTensor['data']) => number): RefTensor => ({
  ...x,
  data: (x.data as Float64Array).map(change as (value: number, i: number) => number) as RefTensor['data'],
});

/** Selects after a change to the logits of each row. */
const reversedTies: Kernels['select'] = (inputs, attributes, output) => {
  const n = inputs[0]!.shape.at(-1)!;
  const flip = (x: RefTensor) => copy(x, (_, i, data) => data[i - (i % n) + n - 1 - (i % n)]!);
  const [logits, valid] = inputs as [RefTensor, RefTensor | undefined];
  const wide = valid && exact.broadcastTo([valid], { shape: logits.shape }, { shape: logits.shape, dtype: 'bool' });
  const flipped = exact.select!(wide ? [flip(logits), flip(wide)] : [flip(logits)], attributes, output);
  const k = output.shape.at(-1)!;
  return copy(flipped, (_, i, data) => n - 1 - data[i - (i % k) + k - 1 - (i % k)]!);
};

const mutants: [string, string, Partial<Kernels>][] = [
  ['ties go to the higher position', 'selection', { select: reversedTies }],
  [
    'positions are off by one',
    'selection',
    { select: (i, a, o) => copy(exact.select!(i, a, o), (p) => (p + 1) % i[0]!.shape.at(-1)!) },
  ],
  [
    'positions come by falling score',
    'selection',
    { select: (i, a, o) => copy(exact.select!(i, a, o), (_, n, data) => data[n - (n % a.k) + a.k - 1 - (n % a.k)]!) },
  ],
  ['selection ignores padding', 'selection', { select: ([logits], a, o) => exact.select!([logits!], a, o) }],
  [
    '−∞ is selected as position −1',
    'selection',
    {
      select: (i, a, o) =>
        copy(exact.select!(i, a, o), (p, n) =>
          i[0]!.data[Math.floor(n / a.k) * i[0]!.shape.at(-1)! + p] === Number.NEGATIVE_INFINITY ? -1 : p,
        ),
    },
  ],
  [
    'scatter overwrites',
    'value',
    {
      scatterAdd: ([indices, updates], { rows }, o) => {
        const result = exact.scatterAdd([indices!, updates!], { rows }, o);
        const d = o.shape[1]!;
        indices!.data.forEach((row, m) => {
          result.data.set(updates!.data.subarray(m * d, (m + 1) * d), row * d);
        });
        return result;
      },
    },
  ],
  ['attention is not causal', 'attention', { attention: (i, a, o) => exact.attention!(i, { ...a, causal: false }, o) }],
  ['attention sees padding', 'attention', { attention: ([q, k, v], a, o) => exact.attention!([q!, k!, v!], a, o) }],
  ['attention is not scaled', 'attention', { attention: (i, a, o) => exact.attention!(i, { ...a, scale: 1 }, o) }],
  [
    'products round to half precision',
    'value',
    { matMul: ([x, y], a, o) => exact.matMul([copy(x!, toHalf), copy(y!, toHalf)], a, o) },
  ],
  ['scores are not sigmoids', 'value', { sigmoid: (i, a, o) => exact.exp(i, a, o) }],
  [
    'softmax overflows',
    'value',
    {
      softmax: ([x], _, o) => {
        const e = exact.exp([x!], {}, o);
        const total = exact.sum(
          [e],
          { axes: [o.shape.length - 1], keepDims: true },
          { ...o, shape: [...o.shape.slice(0, -1), 1] },
        );
        return exact.div([e, total], {}, o);
      },
    },
  ],
  [
    'gather is off by one',
    'value',
    { gather: ([x, i], a, o) => exact.gather([x!, copy(i!, (row) => (row + 1) % x!.shape[0]!)], a, o) },
  ],
  [
    'casts round',
    'value',
    { cast: ([x], a, o) => exact.cast([a.dtype === 'int32' ? copy(x!, Math.round) : x!], a, o) },
  ],
  [
    'running sums leave the own element out',
    'value',
    { cumulativeSum: ([x], a, o) => exact.sub([exact.cumulativeSum([x!], a, o), x!], {}, o) },
  ],
  ['int32 passes through float32', 'value', { add: ([a, b], t, o) => copy(exact.add([a!, b!], t, o), Math.fround) }],
  [
    'a branch not taken leaks its NaN',
    'value',
    {
      where: ([c, a, b], t, o) => {
        const taken = exact.where([c!, a!, b!], t, o);
        const other = exact.where([c!, b!, a!], t, o);
        return copy(taken, (value, i) => (Number.isNaN(other.data[i]) ? Number.NaN : value));
      },
    },
  ],
];

it.each(mutants)('kills a backend in which %s, at stage “%s”', async (_name, stage, change) => {
  const kernels = { ...inFloat32(exact), ...change } as Kernels;
  const backend = createReferenceBackend({ name: 'mutant', kernels, precision: 'float32' });
  const failed: CaseResult[] = [];
  await runSuite(backend, await listCases({ golden: 'golden' }), (result) => {
    if (result.status === 'fail') failed.push(result);
  });
  expect(failed.map((result) => result.stage)).toContain(stage);
});
