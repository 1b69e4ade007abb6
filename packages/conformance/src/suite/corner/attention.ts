import type { Shape, Traced } from '@mosa-js/core';
import { type GraphCase, graphCase } from '../graph-case';
import { fewNaN, random } from '../values';
import { named } from './named';

export function attentionCases(): GraphCase[] {
  const sizes: [q: Shape, keys: number, e: number, causal: boolean, scale: number][] = [
    [[1, 40, 128], 40, 128, true, 0.1],
    [[2, 7, 72], 9, 100, false, 0.7],
    [[1, 35, 38], 35, 39, true, 0.2],
    [[1, 64, 16], 64, 8, true, 0.9],
    [[1, 128, 4], 128, 4, true, 0.5],
    [[1, 256, 4], 256, 4, true, 0.5],
    [[1, 330, 2], 330, 3, true, 0.5],
    [[1, 3, 4], 1030, 4, false, 0.5],
    [[1, 1, 4], 600, 6, false, -0.5],
    [[1, 4, 4], 5, 4, false, 0],
    [[1, 300, 4], 3, 4, false, 1.5],
    [[300, 3, 2], 3, 2, true, 0.5],
    [[66001, 1, 1], 2, 1, false, 0.5],
    [[2, 1, 2, 5, 4], 5, 4, true, 0.5],
    [[5, 4], 7, 3, false, 0.5],
  ];
  const masks: Shape[] = [
    [],
    [6],
    [1, 6],
    [6, 1],
    [6, 6],
    [3, 1, 1],
    [1, 6, 6],
    [1, 6, 1],
    [3, 6, 1],
    [2, 1, 1, 6],
    [1, 3, 1, 6],
    [2, 1, 6, 6],
    [2, 3, 6, 6],
    [1, 1, 1, 6],
    [2, 1, 1, 1],
    [2, 3, 1, 1],
  ];
  return [
    graphCase(
      'corner/attention:sizes',
      () =>
        named(
          sizes.flatMap(([q, keys, e], i) => [
            [`q${i}`, random(q, 3 * i)] as const,
            [`k${i}`, random([...q.slice(0, -2), keys, q.at(-1)!], 3 * i + 1)] as const,
            [`v${i}`, random([...q.slice(0, -2), keys, e], 3 * i + 2)] as const,
          ]),
        ),
      (ops, inputs) =>
        named(
          sizes.map(([q, keys, e, causal, scale], i) => [
            `[${q}];${keys};${e}`,
            ops.neg(ops.attention(ops.neg(inputs[`q${i}`]!), inputs[`k${i}`]!, inputs[`v${i}`]!, { scale, causal })),
          ]),
        ),
    ),
    graphCase(
      'corner/attention:masks',
      () => ({
        q: random([2, 3, 6, 4], 1),
        k: random([2, 3, 6, 4], 2),
        v: random([2, 3, 6, 3], 3),
        ...named(masks.map((mask, i) => [`[${mask}]`, random(mask, i + 5, 'bool')] as const)),
      }),
      (ops, { q, k, v, ...given }) =>
        named(
          Object.entries(given).flatMap(([name, mask]) =>
            [true, false].map((causal) => [
              `${name};${causal}`,
              ops.neg(ops.attention(ops.neg(q!), k!, v!, { scale: 0.6, causal }, mask)),
            ]),
          ),
        ),
    ),
    graphCase(
      'corner/attention:long-masks',
      () => ({
        q: random([2, 140, 4], 1),
        k: random([2, 140, 4], 2),
        v: random([2, 140, 4], 3),
        full: random([2, 140, 140], 5, 'bool'),
        keys: random([2, 1, 140], 6, 'bool'),
        rows: random([2, 140, 1], 7, 'bool'),
        flat: random([140], 8, 'bool'),
        square: random([140, 140], 9, 'bool'),
      }),
      (ops, { q, k, v, full, keys, rows, flat, square }) => {
        const attend = (mask: Traced, causal: boolean) =>
          ops.neg(ops.attention(ops.neg(q!), k!, v!, { scale: 0.4, causal }, mask));
        return {
          full: attend(full!, false),
          fullCausal: attend(full!, true),
          keys: attend(keys!, false),
          keysCausal: attend(keys!, true),
          rows: attend(rows!, false),
          flat: attend(flat!, false),
          plain: ops.neg(
            ops.attention(
              ops.reshape(ops.slice(q!, [0, 0, 0], [1, 140, 4]), [140, 4]),
              ops.reshape(ops.slice(k!, [0, 0, 0], [1, 140, 4]), [140, 4]),
              ops.reshape(ops.slice(v!, [0, 0, 0], [1, 140, 4]), [140, 4]),
              { scale: 0.4, causal: true },
              square!,
            ),
          ),
          square: attend(square!, true),
        };
      },
    ),
    graphCase(
      'corner/attention:gradient-of-600-queries',
      () => ({ dy: random([600, 1], 9), q: random([600, 2], 10), k: random([600, 2], 11), v: random([600, 1], 12) }),
      (ops, { dy, q, k, v }) => ops.neg(ops.attentionGradient(ops.neg(dy!), q!, k!, v!, { scale: 0.5, causal: true })),
    ),
    graphCase(
      'corner/attention:gradients',
      () => ({
        dy: random([2, 70, 3], 1),
        q: random([2, 70, 4], 2),
        k: random([2, 70, 4], 3),
        v: random([2, 70, 3], 4),
        mask: random([2, 1, 70], 5, 'bool'),
      }),
      (ops, { dy, q, k, v, mask }) => {
        const pulled = (causal: boolean, given?: Traced) =>
          ops.neg(ops.attentionGradient(ops.neg(dy!), q!, k!, v!, { scale: 0.3, causal }, given));
        return { full: pulled(false), causal: pulled(true), masked: pulled(false, mask), both: pulled(true, mask) };
      },
    ),
    graphCase(
      'corner/attention:not-finite',
      () => ({ q: random([2, 20, 4], 1), k: random([2, 20, 4], 2), v: random([2, 20, 4], 3), few: fewNaN([2, 20, 4]) }),
      (ops, { q, k, v, few }) => {
        const bad = (x: Traced) => ops.add(x, few!);
        const full = { scale: 0.5, causal: false };
        return {
          query: ops.neg(ops.attention(bad(q!), k!, v!, full)),
          key: ops.neg(ops.attention(q!, bad(k!), v!, full)),
          value: ops.neg(ops.attention(q!, k!, bad(v!), full)),
          causal: ops.neg(ops.attention(bad(q!), k!, v!, { scale: 0.5, causal: true })),
        };
      },
    ),
  ];
}
