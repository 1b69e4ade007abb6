import { type HostTensor, hostTensor, type Shape } from '@mosa-js/core';
import { type ConformanceCase, groupOf } from './case';
import { type GraphCase, graphCase } from './graph-case';
import { joinedCases } from './joined-cases';
import { random } from './values';

interface GradientSpec {
  readonly name: string;
  readonly q: Shape;
  /** Keys. Default as many as queries. */
  readonly keys?: number;
  /** Width of the values. Default that of the queries. */
  readonly e?: number;
  readonly causal: boolean;
  readonly mask?: HostTensor;
  readonly scale?: number;
}

/** The gradient of attention as an op, by the backend's kernel (if it has one) and by the decomposition, at every edge of a tile. */
export function attentionGradientCases(): ConformanceCase[] {
  const cases = [...specs().map(gradientCase), notFiniteCase()];
  return joinedCases(cases, ({ id, options }) => `${groupOf(id)}:${options.alone ? 'small' : 'kernel'}`);
}

function gradientCase({
  name,
  q,
  keys = q.at(-2)!,
  e = q.at(-1)!,
  causal,
  mask,
  scale = 0.4,
}: GradientSpec): GraphCase {
  const lead = q.slice(0, -2);
  return graphCase(
    `attention/gradient:${name};q=[${q}];keys=${keys};e=${e}`,
    () => ({
      dy: random([...lead, q.at(-2)!, e], 21),
      q: random(q, 22),
      k: random([...lead, keys, q.at(-1)!], 23),
      v: random([...lead, keys, e], 24),
      ...(mask ? { mask } : {}),
    }),
    (ops, { dy, q, k, v, mask }) => ops.attentionGradient(dy!, q!, k!, v!, { scale, causal }, mask),
    { alone: true, stage: 'gradient' },
  );
}

/** NaN in one sequence does not reach the other, though both may be in one tile. */
function notFiniteCase(): GraphCase {
  const shape = [2, 32, 4];
  const names = ['dy', 'q', 'k', 'v'];
  return graphCase(
    'attention/gradient-NaN:q=[2,32,4]',
    () => {
      const finite = names.map((name, i) => [name, random(shape, 40 + i)] as const);
      const spoiled = names.map((name, i) => {
        const x = random(shape, 50 + i);
        x.data[i % 2 === 0 ? 5 : 4 * 32 + 9] = Number.NaN;
        return [`bad ${name}`, x] as const;
      });
      return Object.fromEntries([...finite, ...spoiled]);
    },
    (ops, given) =>
      Object.fromEntries(
        names.map((bad) => {
          const [dy, q, k, v] = names.map((name) => given[name === bad ? `bad ${name}` : name]!);
          return [bad, ops.attentionGradient(dy!, q!, k!, v!, { scale: 0.5, causal: false })];
        }),
      ),
    { alone: true },
  );
}

function specs(): GradientSpec[] {
  const bits = (shape: Shape, seed: number) => random(shape, seed, 'bool');
  const none = hostTensor(new Uint8Array(18), [18, 1], 'bool');
  return [
    { name: 'causal', q: [2, 5, 4], causal: true },
    { name: 'full', q: [2, 5, 4], keys: 7, e: 3, causal: false },
    { name: 'causal', q: [2, 16, 4], causal: true },
    { name: 'causal', q: [2, 64, 8], causal: true },
    // Several of these fit into a tile of 64.
    { name: 'causal', q: [6, 32, 8], causal: true },
    { name: 'full', q: [2, 32, 5], e: 68, causal: false },
    { name: 'causal;rank=4', q: [2, 2, 16, 4], causal: true },
    { name: 'full', q: [4, 16, 6], e: 3, causal: false },
    { name: 'causal', q: [1, 65, 8], causal: true },
    { name: 'causal', q: [1, 130, 4], causal: true },
    { name: 'causal', q: [1, 512, 2], causal: true },
    { name: 'causal', q: [1, 513, 2], e: 3, causal: true },
    { name: 'causal;mask', q: [2, 513, 2], causal: true, mask: bits([2, 1, 513], 34) },
    { name: 'causal;rank=2', q: [17, 5], e: 3, causal: true },
    { name: 'causal;rank=4', q: [2, 3, 17, 4], causal: true },
    { name: 'full', q: [2, 17, 4], keys: 66, causal: false },
    { name: 'full', q: [2, 66, 4], keys: 1, causal: false },
    { name: 'full;wide', q: [1, 20, 66], keys: 19, e: 68, causal: false },
    { name: 'causal;wide', q: [1, 33, 130], e: 64, causal: true, scale: 0.1 },
    { name: 'causal;batches', q: [70, 16, 2], causal: true },
    { name: 'causal;mask', q: [2, 17, 4], causal: true, mask: bits([2, 1, 17], 31) },
    { name: 'full;mask', q: [2, 17, 4], keys: 70, causal: false, mask: bits([17, 70], 32) },
    { name: 'full;mask=[2,3,70,1]', q: [2, 3, 70, 4], keys: 5, causal: false, mask: bits([2, 3, 70, 1], 33) },
    { name: 'nothing-visible', q: [2, 18, 4], causal: false, mask: none },
    { name: 'scale=-0.5', q: [1, 20, 4], causal: false, scale: -0.5 },
    { name: 'scale=0', q: [1, 20, 4], causal: true, scale: 0 },
  ];
}
