import { hostTensor, trace } from '@mosa-js/core';
import { createTfjsBackend, type TfjsTensor } from '@mosa-js/tfjs';
import { beforeAll, describe, expect, it } from 'vitest';
import { createTfjsNodeBackend, loadTfjsNode, type TfjsNode } from '../src/index';
import { type Form, forms, nodeKernels } from '../src/kernels';
import { provenForms } from '../src/prove-forms';
import { lacking } from './support/provisioned';

describe.skipIf(lacking !== '')(`functions of TensorFlow${lacking && `: skipped, ${lacking}`}`, () => {
  let tf: TfjsNode;
  beforeAll(async () => {
    tf = await loadTfjsNode({ package: '@tensorflow/tfjs-node-gpu' });
  });

  /** What is proven of a library in which these functions are others. */
  async function proven(others: Partial<TfjsNode>) {
    const told: string[] = [];
    const lib = { ...tf, ...others };
    const withForm = (form: Form) =>
      createTfjsBackend({ lib, backend: 'tensorflow', name: 'node', kernelSet: nodeKernels(new Set([form])) });
    const found = await provenForms(withForm, (message) => told.push(message));
    return { found: [...found], told };
  }

  it('are all used on this library, and leave no tensor behind', async () => {
    const before = tf.memory().numTensors;
    expect(await proven({})).toEqual({ found: [...forms], told: [] });
    const backend = await createTfjsNodeBackend({ lib: tf, onWarning: (message) => expect.unreachable(message) });
    await backend.dispose();
    expect(tf.memory().numTensors).toBe(before);
  });

  const tiesToTheHigher = ((x: TfjsTensor, k: number, sorted?: boolean) => {
    if (x.dtype === 'int32') return tf.topk(x, k, sorted);
    const { values, indices } = tf.topk(tf.reverse(x, -1), k, sorted);
    return { values, indices: tf.sub(tf.scalar(x.shape.at(-1)! - 1, 'int32'), indices) };
  }) as TfjsNode['topk'];
  const lastOfEqualRows = ((updates: TfjsTensor, rows: TfjsTensor, count: number) =>
    tf.tensorScatterUpdate(
      tf.zeros([count, updates.shape[1]!]),
      tf.expandDims(rows, 1),
      updates,
    )) as unknown as TfjsNode['unsortedSegmentSum'];
  const firstRow = ((x: TfjsTensor, at: TfjsTensor) => tf.gatherND(x, tf.zerosLike(at))) as TfjsNode['gatherND'];
  const failing = (() => {
    throw new Error('no such kernel');
  }) as TfjsNode['topk'];

  it.each([
    [
      'topk',
      tiesToTheHigher,
      'selectIndices',
      /^node: selectIndices in a slower form, since TopKV2 fails: expected \d/,
    ],
    ['topk', failing, 'selectIndices', /since TopKV2 fails: .*no such kernel/],
    ['unsortedSegmentSum', lastOfEqualRows, 'scatterAdd', /since UnsortedSegmentSum fails: expected/],
    ['gatherND', firstRow, 'gather', /since GatherNd fails: expected/],
  ] as const)('but one that gives other results is not: %s', async (name, other, form, message) => {
    const { found, told } = await proven({ [name]: other });
    expect(found).toEqual(forms.filter((one) => one !== form));
    expect(told).toEqual([expect.stringMatching(message)]);
  });

  it('select by the rule what is not finite, padded, tied, or all of a row', async () => {
    const backend = await createTfjsNodeBackend({ lib: tf });
    const [nan, infinity] = [Number.NaN, Number.POSITIVE_INFINITY];
    const logits = hostTensor([nan, 1, -infinity, 1, infinity, 3.4e38, -3.4e38, infinity], [1, 8]);
    const valid = hostTensor([1, 0, 1, 1, 1, 1, 1, 1], [1, 8], 'bool');
    const counts = [1, 2, 3, 4, 5, 6, 7, 8];
    const graph = trace(
      (ops, { logits, valid }) => Object.fromEntries(counts.map((k) => [`${k}`, ops.selectIndices(logits!, k, valid)])),
      { inputs: { logits, valid } },
    );
    const program = await backend.compile(graph);
    const results = await program.run({ logits, valid });
    const order = [4, 7, 5, 3, 6, 2, 0, 1]; // best first
    for (const k of counts) {
      const { data } = await results[`${k}`]!.read();
      expect(Array.from(data, Number), `k ${k}`).toEqual(order.slice(0, k).sort((a, b) => a - b));
      results[`${k}`]!.dispose();
    }
    await program.dispose();
    await backend.dispose();
  });
});
