import { type TensorOps, type Traced, trace } from '@mosa-js/core';
import { onnx } from 'onnx-proto';
import { expect, it } from 'vitest';
import { toOnnx } from '../src';
import { errorOf, open, random, reference, targets } from './support';

type Build = (ops: TensorOps<Traced>, x: Traced, row: Traced) => Traced;
const x = random([6, 8], 1);
const row = random([6, 1], 2);
const scalar = (ops: TensorOps<Traced>, value: number) => ops.constant(Float64Array.of(value), [], 'float32');

/** What is written, and by which operators but the copy at the end. */
const short: [string, Build, string[]][] = [
  ['no Expand before what broadcasts', (ops, x, row) => ops.mul(x, ops.broadcastTo(row, [6, 8])), ['Mul']],
  ['nor on the left', (ops, x, row) => ops.sub(ops.broadcastTo(row, [6, 8]), x), ['Sub']],
  [
    'one of two, since the result would be smaller',
    (ops, _x, row) => {
      const wide = ops.broadcastTo(row, [6, 8]);
      return ops.add(wide, ops.exp(wide));
    },
    ['Expand', 'Exp', 'Add'],
  ],
  [
    'an Expand whose result is as large alone',
    (ops, _x, row) => ops.add(ops.broadcastTo(row, [6, 8]), scalar(ops, 2)),
    ['Expand', 'Add'],
  ],
  ['one Reshape of two', (ops, x) => ops.exp(ops.reshape(ops.reshape(x, [48]), [3, 16])), ['Reshape', 'Exp']],
  ['no Reshape there and back', (ops, x) => ops.exp(ops.reshape(ops.reshape(x, [48]), [6, 8])), ['Exp']],
  ['a difference instead of a negative', (ops, x, row) => ops.add(x, ops.neg(row)), ['Sub']],
  ['the same on the left', (ops, x, row) => ops.add(ops.neg(x), row), ['Sub']],
  ['a mean', (ops, x) => ops.mul(ops.sum(x, [-1], true), scalar(ops, 1 / 8)), ['ReduceMean']],
  [
    'a sum and another share of it',
    (ops, x) => ops.mul(ops.sum(x, [-1], true), scalar(ops, 1 / 6)),
    ['ReduceSum', 'Mul'],
  ],
  ['a sum over all', (ops, x) => ops.mul(ops.sum(x, [0, 1], true), scalar(ops, 1 / 8)), ['ReduceSum', 'Mul']],
];

const graphOf = (build: Build) =>
  trace((ops, given) => ({ y: build(ops, given.x!, given.row!) }), { inputs: { x, row } });

it.each(short)('writes %s, and no more', (_title, build, operators) => {
  const { graph: model } = onnx.ModelProto.decode(toOnnx(graphOf(build)));
  expect(model!.node!.map(({ opType }) => opType)).toEqual([...operators, 'Identity']);
});

it.each(targets)('writes all of them right on $title', async (target) => {
  const { backend } = await open(target);
  for (const [title, build] of short) {
    const run = async (on: Pick<typeof reference, 'compile'>) => {
      const { y } = await (await on.compile(graphOf(build))).run({ x, row });
      return y!.read();
    };
    expect(errorOf(await run(backend), await run(reference), 'tensor'), title).toBeLessThan(1e-6);
  }
  await backend.dispose();
});

it('leaves out what nobody reads, with the data of it', () => {
  const unread = (ops: TensorOps<Traced>, x: Traced) => {
    ops.add(ops.exp(x), ops.constant(Float64Array.from({ length: 48 }, Math.sin), [6, 8], 'float32'));
    return ops.neg(x);
  };
  const { graph: model } = onnx.ModelProto.decode(
    toOnnx(trace((ops, { x }) => ({ y: unread(ops, x!) }), { inputs: { x } })),
  );
  expect(model!.node!.map(({ opType }) => opType)).toEqual(['Neg', 'Identity']);
  expect(model!.initializer).toEqual([]);
});
