import { type HostTensor, hostTensor, type Shape } from '@mosa-js/core';
import type { ConformanceCase } from './case';
import { graphCase } from './graph-case';
import { odd, random } from './values';

interface AttentionSpec {
  readonly name: string;
  readonly q: Shape;
  /** Shape of keys, and of values but for their width. Default that of the queries. */
  readonly kv?: Shape;
  /** Width of the values. Default that of the queries. */
  readonly e?: number;
  readonly causal: boolean;
  readonly mask?: HostTensor;
  /** Queries and keys instead of seeded ones in [−3, 3) and [−2, 2). */
  readonly operands?: () => { readonly q: HostTensor; readonly k: HostTensor };
  readonly scale?: number;
}

/** Attention on its own, by the backend's kernel (if it has one) and by the decomposition. */
export function attentionCases(): ConformanceCase[] {
  return [...plainSpecs(), ...maskSpecs(), ...steepSpecs()].map((spec) => {
    const { name, q, kv = q, e = q.at(-1)!, causal, mask, scale = 1 / Math.sqrt(q.at(-1)!) } = spec;
    return graphCase(
      `attention/forward:${name};q=[${q}];e=${e}`,
      () => ({
        ...(spec.operands?.() ?? { q: random(q, 1, 'float32', -3, 3), k: random(kv, 2) }),
        v: random([...kv.slice(0, -1), e], 3),
        ...(mask ? { mask } : {}),
      }),
      (ops, { q, k, v, mask }) => ops.attention(q!, k!, v!, { scale, causal }, mask),
      { alone: true, stage: 'attention' },
    );
  });
}

function plainSpecs(): AttentionSpec[] {
  return [
    { name: 'causal', q: [2, 5, 4], causal: true },
    { name: 'full', q: [2, 5, 4], kv: [2, 7, 4], e: 3, causal: false },
    { name: 'causal;rank=2', q: [6, 4], causal: true },
    { name: 'causal;rank=4', q: [2, 3, 6, 8], causal: true },
    { name: 'full;rank=4', q: [2, 2, 3, 4], kv: [2, 2, 5, 4], e: 6, causal: false },
    { name: 'one-token', q: [3, 1, 2], causal: true },
    { name: 'one-key', q: [3, 5, 2], kv: [3, 1, 2], e: 3, causal: false },
    { name: 'length=70', q: [1, 70, 16], causal: true },
    { name: 'length=33', q: [3, 33, 32], e: 20, causal: true },
    { name: 'length=130', q: [2, 130, 8], causal: true },
    { name: 'length=260;full', q: [1, 260, 4], kv: [1, 259, 4], e: 4, causal: false },
    { name: 'batches=70', q: [70, 9, 4], causal: true },
    { name: 'width=64', q: [2, 17, 64], causal: true },
    { name: 'width=1', q: [2, 9, 1], e: 1, causal: true },
  ];
}

function maskSpecs(): AttentionSpec[] {
  const bits = (shape: Shape, seed: number) => random(shape, seed, 'bool');
  return [
    { name: 'causal;mask', q: [2, 6, 4], causal: true, mask: bits([2, 1, 6], 1) },
    { name: 'causal;mask=[6,6]', q: [2, 6, 4], causal: true, mask: bits([6, 6], 3) },
    { name: 'causal;mask=[2,3,1,20]', q: [2, 3, 20, 8], causal: true, mask: bits([2, 3, 1, 20], 4) },
    { name: 'causal;mask=[3,20,20]', q: [2, 3, 20, 8], causal: true, mask: bits([3, 20, 20], 5) },
    { name: 'causal;mask=[5,1,70]', q: [5, 70, 4], causal: true, mask: bits([5, 1, 70], 6) },
    { name: 'full;mask', q: [2, 4, 4], kv: [2, 6, 4], e: 2, causal: false, mask: bits([4, 6], 2) },
    { name: 'full;mask=[2,4,1]', q: [2, 4, 4], kv: [2, 6, 4], e: 2, causal: false, mask: bits([2, 4, 1], 7) },
    { name: 'full;mask=[1,70]', q: [3, 40, 4], kv: [3, 70, 4], e: 5, causal: false, mask: bits([1, 70], 8) },
    { name: 'row-without-column', q: [1, 3, 2], causal: true, mask: hostTensor([0, 0, 1], [1, 1, 3], 'bool') },
    { name: 'nothing-visible', q: [2, 3, 2], causal: false, mask: hostTensor([0], [1], 'bool') },
    { name: 'everything-visible', q: [2, 9, 4], causal: false, mask: hostTensor([1], [1], 'bool') },
    { name: 'nothing-visible;causal', q: [2, 9, 4], causal: true, mask: hostTensor([0], [1], 'bool') },
  ];
}

/**
 * Scores of some hundreds, which are exact: softmax overflows unless the maximum is taken off, and off the visible columns
 * alone. The scores of hidden columns are by far the largest, so that a weight is lost where they take part in the sum.
 */
function steepSpecs(): AttentionSpec[] {
  /** Whole numbers of up to 4 bits; the keys grow along the sequence, so that what a causal mask hides weighs most. */
  const growing = (q: Shape, kv: Shape, by: number) => () => {
    const k = odd(kv, 12, 5);
    const [length, width] = kv.slice(-2) as [number, number];
    k.data.forEach((value: number, i: number) => {
      k.data[i] = i % width === 0 ? by * (Math.floor(i / width) % length) : value;
    });
    const ones = odd(q, 11, 3);
    ones.data.forEach((_: number, i: number) => {
      if (i % width === 0) ones.data[i] = 8;
    });
    return { q: ones, k };
  };
  return [
    { name: 'steep;causal', q: [2, 12, 4], causal: true, scale: 1, operands: growing([2, 12, 4], [2, 12, 4], 16) },
    { name: 'steep;falling', q: [2, 12, 4], causal: true, scale: 1, operands: growing([2, 12, 4], [2, 12, 4], -16) },
    {
      name: 'steep;full',
      q: [2, 9, 4],
      kv: [2, 12, 4],
      e: 4,
      causal: false,
      scale: 1,
      operands: growing([2, 9, 4], [2, 12, 4], 16),
    },
    {
      name: 'steep;causal;length=70',
      q: [1, 70, 8],
      causal: true,
      scale: 1,
      operands: growing([1, 70, 8], [1, 70, 8], 4),
    },
    {
      name: 'steep;mask',
      q: [2, 9, 4],
      kv: [2, 12, 4],
      e: 4,
      causal: false,
      scale: 1,
      operands: growing([2, 9, 4], [2, 12, 4], 16),
      mask: hostTensor([1, 1, 0, 1, 1, 1, 1, 0, 0, 0, 0, 0], [1, 12], 'bool'),
    },
    {
      name: 'steep;causal;mask',
      q: [2, 12, 4],
      causal: true,
      scale: 1,
      operands: growing([2, 12, 4], [2, 12, 4], 16),
      mask: hostTensor([1, 0, 1, 1, 0, 1, 1, 0, 0, 1, 0, 0, 1, 1, 1, 0, 1, 1, 0, 1, 1, 0, 0, 0], [2, 1, 12], 'bool'),
    },
    {
      name: 'steep;causal;mask;length=40',
      q: [3, 40, 8],
      causal: true,
      scale: 1,
      operands: growing([3, 40, 8], [3, 40, 8], 5),
      mask: random([3, 1, 40], 13, 'bool'),
    },
  ];
}
