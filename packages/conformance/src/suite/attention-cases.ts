import { type HostTensor, hostTensor, type Shape } from '@mosa-js/core';
import { type ConformanceCase, groupOf } from './case';
import { type GraphCase, graphCase } from './graph-case';
import { joinedCases } from './joined-cases';
import { odd, random, shapesThatSpread } from './values';

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
  /** Too large for a GPU in software. Default false. */
  readonly large?: boolean;
}

/** Attention on its own, by the backend's kernel (if it has one) and by the decomposition. */
export function attentionCases(): ConformanceCase[] {
  const cases = [...forwardCases(), ...everyMaskCases(), ...notFiniteCases()];
  return joinedCases(cases, ({ id, options }) => `${groupOf(id)}:${options.alone ? 'small' : 'kernel'}`);
}

function forwardCases(): GraphCase[] {
  return [...plainSpecs(), ...wideSpecs(), ...maskSpecs(), ...steepSpecs()].map((spec) => {
    const { name, q, kv = q, e = q.at(-1)!, causal, mask, scale = 1 / Math.sqrt(q.at(-1)!) } = spec;
    return graphCase(
      `attention/forward:${name};q=[${q}];e=${e}`,
      () => ({
        ...(spec.operands?.() ?? { q: random(q, 1, 'float32', -3, 3), k: random(kv, 2) }),
        v: random([...kv.slice(0, -1), e], 3),
        ...(mask ? { mask } : {}),
      }),
      (ops, { q, k, v, mask }) => ops.attention(q!, k!, v!, { scale, causal }, mask),
      { alone: true, stage: 'attention', large: spec.large ?? false },
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

/** Widths, lengths and scales beyond or beside what a tile holds. */
function wideSpecs(): AttentionSpec[] {
  return [
    { name: 'width=128', q: [2, 9, 128], causal: true },
    { name: 'width=128;full', q: [1, 33, 128], kv: [1, 40, 128], causal: false },
    { name: 'width=72', q: [2, 7, 72], e: 100, causal: true },
    { name: 'width=65;full', q: [2, 5, 65], kv: [2, 9, 65], e: 130, causal: false },
    { name: 'width=38', q: [2, 35, 38], e: 39, causal: true },
    { name: 'width=16', q: [2, 20, 16], causal: true },
    { name: 'width=256', q: [1, 3, 256], causal: true },
    { name: 'length=64', q: [2, 64, 4], causal: true },
    { name: 'length=128', q: [1, 128, 4], causal: true },
    { name: 'length=256', q: [1, 256, 4], causal: true },
    { name: 'length=64;full', q: [2, 64, 4], causal: false },
    // Several of these fit into a tile of 64.
    { name: 'length=32', q: [6, 32, 8], causal: true },
    { name: 'length=32;full', q: [2, 32, 5], e: 68, causal: false },
    { name: 'length=16;rank=4', q: [2, 2, 16, 4], causal: true },
    { name: 'length=16;full', q: [6, 16, 8], e: 3, causal: false },
    // From primitives, in blocks of 256 queries from 512 on.
    { name: 'length=511', q: [1, 511, 2], causal: true },
    { name: 'length=512', q: [1, 512, 2], causal: true },
    { name: 'length=513', q: [1, 513, 2], e: 3, causal: true },
    { name: 'length=530', q: [1, 530, 2], causal: true },
    { name: 'keys=1030', q: [2, 3, 4], kv: [2, 1030, 4], e: 4, causal: false },
    { name: 'keys=2100', q: [1, 1, 4], kv: [1, 2100, 4], e: 4, causal: false },
    { name: 'queries=1030', q: [1, 1030, 4], kv: [1, 3, 4], e: 4, causal: false },
    { name: 'one-query', q: [3, 1, 4], kv: [3, 7, 4], e: 4, causal: false },
    { name: 'one-query;keys=70', q: [3, 1, 8], kv: [3, 70, 8], e: 8, causal: false },
    { name: 'batches=300', q: [300, 3, 2], causal: true },
    { name: 'batches=66001', q: [66001, 1, 1], kv: [66001, 2, 1], e: 1, causal: false, large: true },
    { name: 'full;rank=2', q: [5, 4], kv: [7, 4], e: 3, causal: false },
    { name: 'causal;rank=5', q: [2, 1, 2, 5, 4], causal: true },
    { name: 'full;rank=5', q: [2, 2, 2, 3, 4], kv: [2, 2, 2, 5, 4], e: 2, causal: false },
    { name: 'scale=0.7', q: [2, 20, 32], causal: true, scale: 0.7 },
    { name: 'scale=0.011;full', q: [2, 20, 16], kv: [2, 30, 16], causal: false, scale: 0.011 },
    { name: 'scale=1.3;full', q: [2, 9, 4], kv: [2, 12, 4], causal: false, scale: 1.3 },
    { name: 'scale=0', q: [2, 9, 4], causal: true, scale: 0 },
    { name: 'scale=-0.5', q: [2, 9, 4], causal: true, scale: -0.5 },
    { name: 'scale=1/3;large', q: [2, 9, 4], causal: true, scale: 1 / 3, operands: largeScores },
  ];
}

/** Scores of some tens, which show a scale that is off by a little. */
function largeScores(): { readonly q: HostTensor; readonly k: HostTensor } {
  return { q: random([2, 9, 4], 14, 'float32', -9, 9), k: random([2, 9, 4], 15, 'float32', -9, 9) };
}

/** A mask of every shape that spreads to that of the scores, causal too where there are as many queries as keys. */
function everyMaskCases(): GraphCase[] {
  const of = (name: string, q: Shape, kv: Shape, causal: boolean) => {
    const masks = shapesThatSpread([...q.slice(0, -1), kv.at(-2)!]);
    return graphCase(
      `attention/forward:${name};every-mask;q=[${q}]`,
      () => ({
        q: random(q, 1, 'float32', -3, 3),
        k: random(kv, 2),
        v: random(kv, 3),
        ...Object.fromEntries(masks.map((mask, i) => [`mask[${mask}]`, random(mask, 4 + i, 'bool')])),
      }),
      (ops, { q, k, v, ...given }) =>
        Object.fromEntries(
          Object.entries(given).map(([name, mask]) => [name, ops.attention(q!, k!, v!, { scale: 0.6, causal }, mask)]),
        ),
      { alone: true },
    );
  };
  return [
    of('causal', [2, 3, 6, 4], [2, 3, 6, 4], true),
    of('full', [2, 3, 5, 4], [2, 3, 7, 4], false),
    of('full', [3, 5, 4], [3, 70, 4], false),
    of('causal', [3, 70, 4], [3, 70, 4], true),
    of('full', [9, 4], [6, 4], false),
    of('full', [2, 5, 4], [2, 140, 4], false),
  ];
}

/** NaN among queries, keys and values reaches the rows that see it. */
function notFiniteCases(): GraphCase[] {
  const withNaN = (shape: Shape, seed: number, at: number) => {
    const x = random(shape, seed);
    x.data[at] = Number.NaN;
    return x;
  };
  return [9, 32, 70, 513].map((n) =>
    graphCase(
      `attention/NaN:q=[2,${n},4]`,
      () => ({
        q: random([2, n, 4], 1),
        k: random([2, n, 4], 2),
        v: random([2, n, 4], 3),
        badQ: withNaN([2, n, 4], 4, 4 * n + 5),
        badK: withNaN([2, n, 4], 5, 4 * n - 17),
        badV: withNaN([2, n, 4], 6, 4 * n + 10),
      }),
      (ops, { q, k, v, badQ, badK, badV }) => {
        const [full, causal] = [
          { scale: 0.5, causal: false },
          { scale: 0.5, causal: true },
        ];
        return {
          query: ops.attention(badQ!, k!, v!, full),
          key: ops.attention(q!, badK!, v!, full),
          value: ops.attention(q!, k!, badV!, full),
          causalQuery: ops.attention(badQ!, k!, v!, causal),
          causalKey: ops.attention(q!, badK!, v!, causal),
        };
      },
      { alone: true },
    ),
  );
}

function maskSpecs(): AttentionSpec[] {
  const bits = (shape: Shape, seed: number) => random(shape, seed, 'bool');
  return [
    // All keys of what one workgroup may go through are hidden, and all of what another may.
    { name: 'keys=1100;first-hidden', q: [1, 1, 4], kv: [1, 1100, 4], causal: false, mask: visibleFrom(1100, 700) },
    { name: 'keys=1100;none-visible', q: [1, 1, 4], kv: [1, 1100, 4], causal: false, mask: visibleFrom(1100, 1100) },
    { name: 'causal;mask', q: [2, 6, 4], causal: true, mask: bits([2, 1, 6], 1) },
    { name: 'causal;mask=[6,6]', q: [2, 6, 4], causal: true, mask: bits([6, 6], 3) },
    { name: 'causal;mask=[2,3,1,20]', q: [2, 3, 20, 8], causal: true, mask: bits([2, 3, 1, 20], 4) },
    { name: 'causal;mask=[3,20,20]', q: [2, 3, 20, 8], causal: true, mask: bits([3, 20, 20], 5) },
    { name: 'causal;mask=[5,1,70]', q: [5, 70, 4], causal: true, mask: bits([5, 1, 70], 6) },
    { name: 'causal;mask=[2,1,513]', q: [2, 513, 2], causal: true, mask: bits([2, 1, 513], 9) },
    { name: 'causal;mask=[513,1]', q: [1, 513, 2], causal: true, mask: bits([513, 1], 10) },
    { name: 'causal;mask=[513,513]', q: [1, 513, 2], causal: true, mask: bits([513, 513], 11) },
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
      name: 'steep;causal;length=513',
      q: [1, 513, 2],
      causal: true,
      scale: 1,
      operands: growing([1, 513, 2], [1, 513, 2], 1),
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

function visibleFrom(length: number, first: number): HostTensor {
  const seen = Array.from({ length }, (_, i) => Number(i >= first));
  return hostTensor(seen, [1, length], 'bool');
}
