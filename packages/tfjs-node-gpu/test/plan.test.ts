import { hostTensor, type TensorOps, type Traced, trace } from '@mosa-js/core';
import { createTfjsBackend } from '@mosa-js/tfjs';
import { beforeAll, describe, expect, it } from 'vitest';
import { loadTfjsNode, type TfjsNode } from '../src/index';
import { nodeKernelSet } from '../src/kernel-set';
import { forms } from '../src/kernels';
import { nodeBackendOf } from '../src/library';
import { largest } from '../src/short-cuts';
import { lacking } from './support/provisioned';

type Build = (ops: TensorOps<Traced>, x: Traced) => Readonly<Record<string, Traced>>;

describe.skipIf(lacking !== '')(`calls of TensorFlow${lacking && `: skipped, ${lacking}`}`, () => {
  let tf: TfjsNode;
  beforeAll(async () => {
    tf = await loadTfjsNode({ package: '@tensorflow/tfjs-node-gpu' });
  });

  const given = { x: hostTensor([1, 2, 3, 4, 5, 6, 7, 8], [2, 4]) };

  /** The ops that two runs of a graph call, those that loading it calls, and its results. */
  async function calls(build: Build) {
    const told: string[] = [];
    const own = nodeBackendOf(tf, 'test');
    const backend = await createTfjsBackend({
      lib: tf,
      backend: 'tensorflow',
      kernelSet: nodeKernelSet(
        {
          binding: own.binding,
          executeMultipleOutputs(op, ...rest) {
            told.push(op);
            return own.executeMultipleOutputs(op, ...rest);
          },
        },
        new Set(forms),
      ),
    });
    const before = tf.memory().numTensors;
    const program = await backend.compile(trace((ops, { x }) => build(ops, x!), { inputs: given }));
    const loading = told.splice(0);
    const results: Record<string, number[]> = {};
    const held = tf.memory().numTensors;
    for (let run = 0; run < 2; run++) {
      for (const [name, tensor] of Object.entries(await program.run(given))) {
        results[name] = Array.from((await tensor.read()).data, Number);
        tensor.dispose();
      }
      expect(tf.memory().numTensors).toBe(held);
    }
    await program.dispose();
    expect(tf.memory().numTensors).toBe(before);
    await backend.dispose();
    return { loading, running: told.splice(0, told.length / 2), results, held: held - before };
  }

  const selection = ['Mul', 'ClipByValue', 'IsNan', 'SelectV2', 'TopKV2', 'Cast', 'Neg', 'TopKV2', 'GatherV2'];
  const number = (ops: TensorOps<Traced>, value: number) => ops.constant(Float32Array.of(value), [], 'float32');

  it('computes what needs constants alone once, with the load', async () => {
    const { loading, running, results, held } = await calls((ops, x) => {
      const two = ops.exp(ops.log(number(ops, 2)));
      return { y: ops.maximum(x, ops.mul(two, two)) };
    });
    expect({ loading, running }).toEqual({ loading: ['Log', 'Exp', 'Mul'], running: ['Maximum'] });
    expect(held).toBe(1); // what it came from is not needed any more
    expect(results.y![0]).toBeCloseTo(4);
  });

  it.each<[string, Build, readonly string[], Readonly<Record<string, readonly number[]>>]>([
    [
      'leaves out what nobody reads',
      (ops, x) => {
        ops.exp(x);
        return { y: ops.neg(x) };
      },
      ['Neg'],
      { y: [-1, -2, -3, -4, -5, -6, -7, -8] },
    ],
    [
      'makes one of reshapes after each other, and none where they end as they began',
      (ops, x) => {
        const flat = ops.reshape(ops.reshape(x, [4, 2]), [8]);
        return { y: ops.neg(flat), z: ops.neg(ops.reshape(flat, [2, 4])) };
      },
      ['Reshape', 'Neg', 'Neg'],
      { y: [-1, -2, -3, -4, -5, -6, -7, -8], z: [-1, -2, -3, -4, -5, -6, -7, -8] },
    ],
    [
      'slices a row without its axis at once',
      (ops, x) => ({ y: ops.reshape(ops.slice(x, [1, 0], [1, 3]), [3]) }),
      ['StridedSlice'],
      { y: [5, 6, 7] },
    ],
    [
      'cuts a tensor at once where slices are all of it, in any order',
      (ops, x) => ({
        b: ops.slice(x, [0, 1], [2, 2]),
        a: ops.slice(x, [0, 0], [2, 1]),
        c: ops.slice(x, [0, 3], [2, 1]),
      }),
      ['SplitV'],
      { a: [1, 5], b: [2, 3, 6, 7], c: [4, 8] },
    ],
    [
      'and slices where they overlap, or leave some out',
      (ops, x) => ({ a: ops.slice(x, [0, 0], [2, 3]), b: ops.slice(x, [0, 2], [2, 2]) }),
      ['Slice', 'Slice'],
      { a: [1, 2, 3, 5, 6, 7], b: [3, 4, 7, 8] },
    ],
    [
      'even if they have as many elements as all of it',
      (ops, x) => ({ a: ops.slice(x, [0, 0], [2, 2]), b: ops.slice(x, [0, 1], [2, 2]) }),
      ['Slice', 'Slice'],
      { a: [1, 2, 5, 6], b: [2, 3, 6, 7] },
    ],
    [
      'slices of two axes, too',
      (ops, x) => ({ a: ops.slice(x, [0, 0], [1, 4]), b: ops.slice(x, [1, 0], [1, 2]) }),
      ['Slice', 'Slice'],
      { a: [1, 2, 3, 4], b: [5, 6] },
    ],
    [
      'takes a mean where a sum is divided by a power of two',
      (ops, x) => ({ y: ops.mul(ops.sum(x, [1]), number(ops, 1 / 4)) }),
      ['Mean'],
      { y: [2.5, 6.5] },
    ],
    [
      'but not for another factor',
      (ops, x) => ({ y: ops.mul(ops.sum(x, [1]), number(ops, 1 / 2)) }),
      ['Sum', 'Mul'],
      { y: [5, 13] },
    ],
    [
      'subtracts where a negative is added',
      (ops, x) => ({ y: ops.add(ops.neg(x), number(ops, 9)), z: ops.add(x, ops.neg(x)) }),
      ['Sub', 'Sub'],
      { y: [8, 7, 6, 5, 4, 3, 2, 1], z: [0, 0, 0, 0, 0, 0, 0, 0] },
    ],
    [
      'leaves repeating to the op that reads, unless the result would be smaller',
      (ops, x) => {
        const rows = ops.broadcastTo(ops.slice(x, [0, 0], [1, 4]), [2, 4]);
        return { y: ops.sub(x, rows), z: ops.add(rows, rows) };
      },
      ['Slice', 'Sub', 'BroadcastTo', 'AddV2'],
      { y: [0, 0, 0, 0, 4, 4, 4, 4], z: [2, 4, 6, 8, 2, 4, 6, 8] },
    ],
    [
      'gathers what was selected from each row its own, without adding where rows start',
      (ops, x) => {
        const positions = ops.selectIndices(x, 2); // [[2, 3], [2, 3]]
        const starts = (values: readonly number[]) => ops.constant(Int32Array.from(values), [2, 1], 'int32');
        const flat = ops.reshape(x, [8]);
        return {
          a: ops.gather(flat, ops.add(positions, starts([0, 4]))),
          b: ops.gather(flat, ops.add(positions, starts([0, 2]))),
          c: ops.gather(flat, ops.add(ops.slice(positions, [0, 0], [1, 2]), starts([0, 4]))),
        };
      },
      [...selection, 'Reshape', 'GatherV2', 'AddV2', 'GatherV2', 'Slice', 'AddV2', 'GatherV2'],
      { a: [3, 4, 7, 8], b: [3, 4, 5, 6], c: [3, 4, 7, 8] },
    ],
    [
      'and of the whole vector what may mean the next row',
      (ops, x) => {
        const positions = ops.cast(ops.slice(x, [0, 2], [2, 2]), 'int32'); // [[3, 4], [7, 8]]
        const starts = ops.constant(Int32Array.of(0, 4), [2, 1], 'int32');
        const within = ops.sub(positions, ops.constant(Int32Array.of(0, 8), [2, 1], 'int32')); // [[3, 4], [-1, 0]]
        return { y: ops.gather(ops.reshape(x, [8]), ops.add(within, starts)) };
      },
      ['Slice', 'Cast', 'Sub', 'Reshape', 'AddV2', 'GatherV2'],
      { y: [4, 5, 4, 5] },
    ],
    [
      'asks once whether numbers are finite, in the shape of both limits',
      (ops, x) => {
        const finite = (most: Traced, least: Traced) => ops.and(ops.greaterEqual(most, x), ops.greaterEqual(x, least));
        const more = (value: number) => ops.constant(Float32Array.of(value), [1, 1, 1], 'float32');
        return { y: finite(number(ops, largest), number(ops, -largest)), z: finite(more(largest), more(-largest)) };
      },
      ['IsFinite', 'GreaterEqual', 'GreaterEqual', 'LogicalAnd'],
      { y: [1, 1, 1, 1, 1, 1, 1, 1], z: [1, 1, 1, 1, 1, 1, 1, 1] },
    ],
    [
      'subtracts of more axes than TensorFlow repeats, too',
      (ops, x) => {
        const a = ops.reshape(x, [1, 2, 1, 2, 1, 2]);
        const b = ops.reshape(ops.slice(x, [0, 0], [1, 2]), [2, 1, 1, 1, 1, 1]);
        return { y: ops.sum(ops.add(a, ops.neg(b)), [0, 1, 2, 3, 4]) };
      },
      ['Slice', 'Reshape', 'Reshape', 'Tile', 'Tile', 'Sub', 'Sum'],
      { y: [20, 28] },
    ],
    [
      'gives one result under two names',
      (ops, x) => {
        const y = ops.neg(x);
        return { y, z: y, x };
      },
      ['Neg'],
      { y: [-1, -2, -3, -4, -5, -6, -7, -8], z: [-1, -2, -3, -4, -5, -6, -7, -8], x: [1, 2, 3, 4, 5, 6, 7, 8] },
    ],
  ])('%s', async (_what, build, ops, results) => {
    const found = await calls(build);
    expect([...found.running].sort()).toEqual([...ops].sort());
    expect(found.results).toEqual(results);
  });
});
