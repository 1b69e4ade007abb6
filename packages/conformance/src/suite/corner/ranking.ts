import { constantInt, hostTensor, type Shape, type Traced } from '@mosa-js/core';
import { type GraphCase, graphCase } from '../graph-case';
import { closest, lowest, random } from '../values';
import { named } from './named';

const nan = Number.NaN;
const inf = Number.POSITIVE_INFINITY;

export function rankingCases(): GraphCase[] {
  const best: [Shape, number][] = [
    [[2, 64], 64],
    [[2, 128], 30],
    [[2, 256], 256],
    [[2, 512], 128],
    [[2, 1024], 512],
    [[2, 2048], 100],
    [[1, 8192], 1024],
    [[2, 300], 1],
    [[65540, 4], 1],
    [[700], 9],
    [[2, 3, 2, 40], 7],
  ];
  const classes = (n: number) => {
    const x = random([2, n], n + 50);
    const five = [inf, -lowest, lowest, -inf, nan];
    for (let i = 0; i < 2 * n; i++) if (i % 10 < 5) x.data[i] = five[i % 10]!;
    return x;
  };
  const four = (shape: Shape, seed: number) => {
    const coarse = random(shape, seed, 'int32', 0, 4);
    return hostTensor(
      Float32Array.from(coarse.data, (value, i) => value || (i % 2) * -0),
      shape,
    );
  };
  const lengths = [7, 20, 64, 100, 128, 300, 512, 1024, 2100, 4096];
  return [
    graphCase(
      'corner/ranking:largest',
      () => ({
        ...named(best.map(([shape, k], i) => [`x${i}`, random(shape, k)] as const)),
        low: hostTensor(
          Float32Array.from({ length: 2100 }, (_, i) => (i % 300 === 7 ? -i : lowest)),
          [1, 2100],
        ),
      }),
      (ops, { low, ...inputs }) => ({
        ...named(
          best.map(([shape, k], i) => [`[${shape}];${k}`, ops.neg(ops.topKValues(inputs[`x${i}`]!, k))] as const),
        ),
        low: ops.neg(ops.topKValues(ops.neg(ops.neg(low!)), 40)),
      }),
    ),
    graphCase(
      'corner/ranking:selections',
      () =>
        named(
          lengths.flatMap((n) => [
            [`classes${n}`, classes(n)] as const,
            [`ties${n}`, four([2, n], n)] as const,
            [`near${n}`, closest([2, n], n)] as const,
            [
              `zeros${n}`,
              hostTensor(
                Float32Array.from({ length: n }, (_, i) => (i % 9 === 4 ? 1 : i % 9 === 7 ? -1 : i % 2 === 0 ? -0 : 0)),
                [1, n],
              ),
            ] as const,
            [`half${n}`, random([2, n], n, 'bool')] as const,
            [
              `few${n}`,
              hostTensor(
                Float32Array.from({ length: n }, (_, i) => Number(i % 9 === 5)),
                [1, n],
                'bool',
              ),
            ] as const,
          ]),
        ),
      (ops, inputs) =>
        named(
          lengths.flatMap((n) => {
            const k = Math.ceil(n / 3);
            const [classes, ties, near, half, few] = ['classes', 'ties', 'near', 'half', 'few'].map(
              (name) => inputs[`${name}${n}`]!,
            ) as [Traced, Traced, Traced, Traced, Traced];
            const pick = (x: Traced, count: number, valid?: Traced) =>
              ops.add(ops.selectIndices(x, Math.max(1, Math.floor(count)), valid), constantInt(ops, 1));
            return [
              ...[0.05, 0.75, 0.85, 0.95].map((place) => [`classes${n};${place}`, pick(classes, place * n)] as const),
              ...[0.03, 0.37, 0.42, 0.47, 0.6].map(
                (place) => [`masked${n};${place}`, pick(classes, place * n, half)] as const,
              ),
              [`ties${n}`, pick(ties, k)],
              [`ties${n};masked`, pick(ties, k, half)],
              [`ties${n};few`, pick(ties, k, few)],
              [`ties${n};1`, pick(ties, 1)],
              [`classes${n};1;masked`, pick(classes, 1, half)],
              [`near${n}`, pick(near, k)],
              [`zeros${n}`, pick(ops.slice(inputs[`zeros${n}`]!, [0, 0], [1, n]), n / 2)],
              [`near${n};masked`, pick(near, k, half)],
              [`near${n};2;masked`, pick(near, 2, half)],
              [`near${n};all`, pick(near, n)],
              [`near${n};all;masked`, pick(near, n, half)],
              [`near${n};all-but-one`, pick(near, n - 1)],
            ] as const;
          }),
        ),
    ),
    graphCase(
      'corner/ranking:masks',
      () => ({
        x: random([2, 3, 2, 11], 1),
        scalar: hostTensor([0], [], 'bool'),
        vector: random([11], 2, 'bool'),
        row: random([1, 11], 3, 'bool'),
        one: hostTensor([0], [1], 'bool'),
        deep: random([1, 1, 11], 14, 'bool'),
        each: random([1, 2, 11], 15, 'bool'),
        block: random([3, 1, 1], 17, 'bool'),
        lead: random([1, 1, 1, 11], 4, 'bool'),
        first: random([2, 1, 1, 1], 5, 'bool'),
        second: random([1, 3, 1, 11], 6, 'bool'),
        third: random([3, 1, 11], 7, 'bool'),
        both: random([2, 3, 1, 11], 8, 'bool'),
        ends: random([2, 1, 2, 11], 9, 'bool'),
        full: random([2, 3, 2, 11], 10, 'bool'),
        rows: random([3, 2, 1], 11, 'bool'),
        outer: random([2, 3, 2, 1], 12, 'bool'),
        inner: random([2, 1], 13, 'bool'),
      }),
      (ops, { x, ...masks }) =>
        named(
          Object.entries(masks).flatMap(([name, mask]) => {
            const cube = ops.reshape(x!, [2, 3, 2, 11]);
            const flat = ops.slice(cube, [1, 0, 0, 0], [1, 3, 2, 11]);
            const rank = ops.typeOf(mask).shape.length;
            const third = ops.reshape(flat, [3, 2, 11]);
            return [
              [name, ops.add(ops.selectIndices(ops.neg(cube), 4, mask), constantInt(ops, 1))] as const,
              ...(rank < 4
                ? [[`${name};3`, ops.add(ops.selectIndices(third, 4, mask), constantInt(ops, 1))] as const]
                : []),
            ];
          }),
        ),
    ),
    graphCase(
      'corner/ranking:shapes',
      () => ({
        one: random([90], 1),
        five: random([2, 1, 2, 3, 40], 2),
        round: random([2, 2000], 3),
        long: random([1, 32768], 4),
        many: random([65540, 3], 5),
        valid: random([65540, 3], 6, 'bool'),
      }),
      (ops, { one, five, round, long, many, valid }) => {
        const pick = (x: Traced, k: number, mask?: Traced) =>
          ops.add(ops.selectIndices(ops.neg(x), k, mask), constantInt(ops, 1));
        return {
          one: pick(one!, 13),
          five: pick(five!, 13),
          round: pick(round!, 77),
          long: pick(long!, 500),
          many: pick(many!, 2, valid),
        };
      },
    ),
    graphCase(
      'corner/ranking:magnitudes',
      () =>
        named(
          [110, 126, 30, -100, -120].map((exponent) => {
            const x = random([2, 40], exponent + 300);
            return [
              `2^${exponent}`,
              { ...x, data: Float32Array.from(x.data, (value) => value * 2 ** exponent) },
            ] as const;
          }),
        ),
      (ops, inputs) =>
        named(
          Object.entries(inputs).map(([name, x]) => [
            name,
            ops.add(ops.selectIndices(ops.neg(x), 13), constantInt(ops, 1)),
          ]),
        ),
    ),
  ];
}
