import { hostTensor, trace } from '@mosa-js/core';
import { createTfjsBackend, type TfjsTensor } from '@mosa-js/tfjs';
import { beforeAll, describe, expect, it } from 'vitest';
import { createTfjsNodeBackend, loadTfjsNode, type TfjsNode } from '../src/index';
import { nodeKernelSet } from '../src/kernel-set';
import { type Form, forms } from '../src/kernels';
import { type NodeBackend, nodeBackendOf } from '../src/library';
import { provenForms } from '../src/prove-forms';
import { lacking } from './support/provisioned';

type Call = Parameters<NodeBackend['executeMultipleOutputs']>;

/** As TensorFlow does it. */
const plain = (own: NodeBackend, ...call: Call): TfjsTensor[] => own.executeMultipleOutputs(...call);

describe.skipIf(lacking !== '')(`functions of TensorFlow${lacking && `: skipped, ${lacking}`}`, () => {
  let tf: TfjsNode;
  beforeAll(async () => {
    tf = await loadTfjsNode({ package: '@tensorflow/tfjs-node-gpu' });
  });

  /** What is proven where some of TensorFlow's ops do something else: each gets what carries out ops, and the call. */
  async function proven(others: Readonly<Record<string, (own: NodeBackend, ...call: Call) => TfjsTensor[]>>) {
    const told: string[] = [];
    const own = nodeBackendOf(tf, 'test');
    const carryOut = (...call: Call) => (others[call[0]] ?? plain)(own, ...call);
    const backend: typeof own = {
      ...own,
      binding: own.binding,
      executeMultipleOutputs: carryOut,
    };
    const withForm = (form: Form) => {
      const kernelSet = nodeKernelSet(backend, new Set([form]));
      return createTfjsBackend({ lib: tf, backend: 'tensorflow', name: 'node', kernelSet });
    };
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

  const tiesToTheHigher: typeof plain = (own, op, attributes, [x, k], results) => {
    if (x!.dtype === 'int32') return plain(own, op, attributes, [x!, k!], results);
    const [values, indices] = plain(own, op, attributes, [tf.reverse(x!, -1), k!], results);
    return [values!, tf.sub(tf.scalar(x!.shape.at(-1)! - 1, 'int32'), indices!)];
  };
  const lastOfEqualRows: typeof plain = (_own, _op, _attributes, [updates, rows, count]) => {
    const zeros = tf.zeros([count!.dataSync()[0]!, updates!.shape[1]!]);
    return [tf.tensorScatterUpdate(zeros, tf.expandDims(rows!, 1), updates!)];
  };
  // Not where each row is gathered from its own, as the selection does.
  const firstRow: typeof plain = (own, op, attributes, [x, at, axis], results) =>
    plain(own, op, attributes, [x!, attributes.length > 0 ? at! : tf.zerosLike(at!), axis!], results);
  const failing: typeof plain = () => {
    throw new Error('no such kernel');
  };

  it.each([
    [
      'TopKV2',
      tiesToTheHigher,
      'selectIndices',
      /^node: selectIndices in a slower form, since TopKV2 fails: expected \d/,
    ],
    ['TopKV2', failing, 'selectIndices', /since TopKV2 fails: .*no such kernel/],
    ['UnsortedSegmentSum', lastOfEqualRows, 'scatterAdd', /since UnsortedSegmentSum fails: expected/],
    ['GatherV2', firstRow, 'gather', /since GatherV2 fails: expected/],
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
