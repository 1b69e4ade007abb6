import { constantInt, constantScalar, type HostTensor, hostTensor, type Shape, type Traced } from '@mosa-js/core';
import type { ConformanceCase } from './case';
import { type GraphCase, graphCase } from './graph-case';
import { closest, odd, peaked, random, signs, special } from './values';

const { NaN: nan, POSITIVE_INFINITY: inf } = Number;
const lowest = -3.4028234663852886e38;

/**
 * Sizes, ranks and values that kernels treat on their own (powers of two, vectors times matrices, long rows, axes in any
 * order, what is not finite), each between other ops: a wrong answer there must not depend on what a graph reads and gives.
 */
export function cornerCases(): ConformanceCase[] {
  const cases = [
    ...productCases(),
    ...rowWiseCases(),
    ...reductionCases(),
    ...rowNumberCases(),
    ...rankingCases(),
    ...attentionCases(),
    ...movementCases(),
    ...elementwiseCases(),
  ];
  // Dozens of sizes in each, which a GPU in software takes minutes for; the cases of single ops have them there, too.
  return cases.map(({ id, tensors, build, options }) => graphCase(id, tensors, build, { ...options, large: true }));
}

const named = <V>(entries: readonly (readonly [string, V])[]): Record<string, V> => Object.fromEntries(entries);

function productCases(): GraphCase[] {
  const sizes: [batch: Shape, m: number, k: number, n: number, transposeA?: boolean, transposeB?: boolean][] = [
    [[], 33, 130, 1],
    [[2], 1, 131, 36],
    [[], 64, 64, 64, false, true],
    [[], 128, 32, 256],
    [[], 3, 256, 512, true],
    [[], 2, 1024, 5, false, true],
    [[], 4, 2048, 1024],
    [[2], 5, 2050, 4, false, true],
    [[2], 5, 600, 4, true],
    [[3, 2, 2], 2, 5, 3],
    [[2, 2, 1, 2], 2, 5, 3],
    [[300], 2, 3, 12],
    [[5], 3, 1, 4, true],
    [[], 40, 128, 3],
  ];
  return [
    graphCase(
      'corner/products:sizes',
      () =>
        named(
          sizes.flatMap(([batch, m, k, n, turnA, turnB], i) => {
            const most = Math.min(4095, Math.floor(2 ** 24 / k) | 1);
            return [
              [`a${i}`, odd([...batch, ...(turnA ? [k, m] : [m, k])], i + 1, most)],
              [`b${i}`, signs([...batch, ...(turnB ? [n, k] : [k, n])], i + 40)],
            ] as const;
          }),
        ),
      (ops, inputs) =>
        named(
          sizes.map(([batch, m, k, n, turnA, turnB], i) => [
            `${[...batch, m, k, n]}`,
            ops.neg(ops.matMul(ops.neg(inputs[`a${i}`]!), inputs[`b${i}`]!, turnA, turnB)),
          ]),
        ),
    ),
    graphCase(
      'corner/products:values',
      () => {
        const bad = random([6, 8], 1);
        bad.data[9] = nan;
        const scaled = (x: HostTensor, factor: number): HostTensor => ({
          ...x,
          data: Float32Array.from(x.data, (value) => value * factor),
        });
        return {
          bad,
          zeros: signs([8, 6], 2),
          large: scaled(random([4, 16], 3), 2 ** 70),
          small: scaled(random([16, 4], 4), 2 ** -80),
          square: odd([20, 20], 5, 99),
        };
      },
      (ops, { bad, zeros, large, small, square }) => {
        const double = ops.add(square!, square!);
        return {
          left: ops.neg(ops.matMul(bad!, zeros!)),
          right: ops.neg(ops.matMul(zeros!, bad!)),
          far: ops.neg(ops.matMul(ops.neg(large!), small!)),
          self: ops.neg(ops.matMul(double, double, false, true)),
        };
      },
    ),
  ];
}

/** Softmax, running sums, and maxima of rows. */
function rowWiseCases(): GraphCase[] {
  const lengths = [64, 128, 256, 512, 1024, 2048, 4096];
  const hidden = (n: number) => {
    const x = random([3, n], n, 'float32', -4, 4);
    for (let i = 0; i < n; i++) {
      if (i < n / 2) x.data[i] = -inf;
      if (i % 3 !== 1) x.data[n + i] = -inf;
    }
    x.data[3 * n - 1] = nan;
    return x;
  };
  const all = (ops: Parameters<Parameters<typeof graphCase>[2]>[0], x: Traced, name: string) =>
    [
      [`softmax${name}`, ops.mul(ops.softmax(x), constantScalar(ops, 2))],
      [`running${name}`, ops.neg(ops.cumulativeSum(ops.neg(ops.neg(x))))],
    ] as const;
  return [
    graphCase(
      'corner/rows:lengths',
      () =>
        named([
          ...lengths.map((n) => [`x${n}`, random([2, n], n, 'float32', -4, 4)] as const),
          ...lengths.map((n) => [`i${n}`, random([2, n], n + 1, 'int32', -1.2e7, 1.2e7)] as const),
          ['ranks', random([2, 1, 3, 2, 5], 2, 'float32', -4, 4)] as const,
          ['four', random([2, 3, 2, 5], 3, 'float32', -4, 4)] as const,
          ['many', random([1100, 70], 4, 'float32', -4, 4)] as const,
          ['most', random([65540, 4], 5, 'float32', -4, 4)] as const,
          ['tall', random([4100, 8], 6, 'float32', -4, 4)] as const,
          ['deep', random([2, 1, 2, 1, 2, 5], 7, 'float32', -4, 4)] as const,
          ['steep', hostTensor([0, -80, -20, -40, -3, -60, -12, -30], [1, 8])] as const,
        ]),
      (ops, inputs) =>
        named([
          ...lengths.flatMap((n) => all(ops, inputs[`x${n}`]!, `${n}`)),
          ...lengths.flatMap((n) => [
            [`integers${n}`, ops.neg(ops.cumulativeSum(inputs[`i${n}`]!))] as const,
            [`largest${n}`, ops.neg(ops.max(inputs[`i${n}`]!, [1]))] as const,
            [`total${n}`, ops.neg(ops.sum(inputs[`i${n}`]!, [1]))] as const,
          ]),
          ...['ranks', 'four', 'many', 'most', 'tall', 'deep', 'steep'].flatMap((name) =>
            all(ops, inputs[name]!, `-${name}`),
          ),
        ]),
    ),
    graphCase(
      'corner/rows:not-finite',
      () => ({
        ...named([7, 9, 70, 300, 2100].map((n) => [`x${n}`, hidden(n)])),
        steep: peaked([4, 7], 6, -9000, 900),
      }),
      (ops, inputs) =>
        named([
          ...Object.entries(inputs).flatMap(([name, x]) => all(ops, x, name)),
          ...[9, 300].flatMap((n) => [
            [`sum${n}`, ops.neg(ops.sum(inputs[`x${n}`]!, [1]))] as const,
            [`columns${n}`, ops.neg(ops.sum(inputs[`x${n}`]!, [0]))] as const,
          ]),
        ]),
    ),
  ];
}

function reductionCases(): GraphCase[] {
  const sets: [Shape, number[][]][] = [
    [
      [3, 4, 5],
      [
        [0, 1],
        [1, 2],
        [2, 0],
        [1, 0],
        [2, 1, 0],
      ],
    ],
    [
      [2, 3, 4, 5],
      [[0], [2], [1, 2], [0, 2], [3, 1], [1, 3], [3, 0, 2]],
    ],
    [
      [2, 3, 2, 3, 2],
      [[4], [1, 3], [2, 0]],
    ],
    [
      [2, 1, 3, 2, 1, 3],
      [[0], [5], [3, 2]],
    ],
    [
      [14, 13, 140],
      [[0, 1], [1]],
    ],
  ];
  return [
    graphCase(
      'corner/reductions:axes',
      () =>
        named(
          sets.flatMap(([shape], i) => [
            [`x${i}`, odd(shape, i, 99)] as const,
            [`n${i}`, random(shape, i + 9, 'int32', 2e7, 6e7)] as const,
          ]),
        ),
      (ops, inputs) =>
        named(
          sets.flatMap(([shape, each], i) =>
            each.flatMap((axes) => [
              [`sum[${shape}];${axes}`, ops.neg(ops.sum(ops.neg(inputs[`x${i}`]!), axes))] as const,
              [`max[${shape}];${axes}`, ops.neg(ops.max(inputs[`x${i}`]!, axes, true))] as const,
              [`integers[${shape}];${axes}`, ops.neg(ops.max(inputs[`n${i}`]!, axes))] as const,
            ]),
          ),
        ),
    ),
    graphCase(
      'corner/reductions:far',
      () => ({
        none: hostTensor(new Float32Array(80 * 90).fill(-inf), [80, 90]),
        low: random([80, 90], 1, 'float32', -3.4e38, -3.3e38),
        least: hostTensor(new Int32Array(80 * 90).fill(-2147483648), [80, 90], 'int32'),
        many: odd([65540, 4], 2, 99),
        wide: odd([4, 65540], 3, 99),
        mixed: random([4, 90, 3], 4, 'float32', -1, 9),
      }),
      (ops, { none, low, least, many, wide, mixed }) => ({
        none0: ops.neg(ops.max(none!, [0])),
        none1: ops.neg(ops.max(none!, [1])),
        low0: ops.neg(ops.max(low!, [0])),
        low1: ops.neg(ops.max(low!, [1])),
        least0: ops.add(ops.max(least!, [0]), constantInt(ops, 1)),
        least1: ops.add(ops.max(least!, [1]), constantInt(ops, 1)),
        many: ops.neg(ops.sum(many!, [1])),
        wide: ops.neg(ops.max(wide!, [0])),
        broken: ops.neg(
          ops.sum(
            ops.sub(
              mixed!,
              ops.where(
                ops.greater(mixed!, constantScalar(ops, 8.9)),
                ops.constant(Float32Array.of(nan), [], 'float32'),
                mixed!,
              ),
            ),
            [1],
          ),
        ),
        infinite: ops.neg(ops.sum(ops.div(mixed!, constantScalar(ops, 0)), [1])),
      }),
    ),
  ];
}

/** Long rows by number, and rows that are not finite. */
function rowNumberCases(): GraphCase[] {
  const widths = [5, 9, 66, 130, 257, 1030];
  const ids = (shape: Shape, seed: number, upTo: number) => random(shape, seed, 'int32', 0, upTo);
  return [
    graphCase(
      'corner/rows-by-number:widths',
      () =>
        named([
          ...widths.map((width) => [`x${width}`, odd([9, width], width, 99)] as const),
          ...widths.map((width) => [`n${width}`, random([9, width], width, 'int32', -2e8, 2e8)] as const),
          ['ids', ids([9], 1, 9)] as const,
          ['many', ids([65540], 2, 9)] as const,
          ['ranks', ids([2, 1, 3, 2], 3, 9)] as const,
          ['long', ids([8200], 5, 9)] as const,
          ['cube', random([4, 2, 1, 3, 2], 4)] as const,
          ['one', random([1, 6], 6)] as const,
          ['zeros', hostTensor([0, 0, 0], [3], 'int32')] as const,
          ['updates', odd([512, 3], 7, 99)] as const,
          ['places', ids([512], 8, 512)] as const,
        ]),
      (ops, { ids, many, ranks, long, cube, one, zeros, updates, places, ...inputs }) =>
        named([
          ...Object.entries(inputs).flatMap(([name, x]) => [
            [`taken-${name}`, ops.neg(ops.gather(ops.neg(x), ids!))] as const,
            [`added-${name}`, ops.neg(ops.scatterAdd(ids!, ops.neg(x), 9))] as const,
          ]),
          ['many', ops.neg(ops.gather(ops.slice(inputs.x9!, [0, 3], [9, 2]), many!))],
          ['long', ops.neg(ops.gather(ops.slice(inputs.x66!, [0, 3], [9, 8]), long!))],
          ['ranks', ops.neg(ops.gather(inputs.x5!, ranks!))],
          ['cube', ops.neg(ops.gather(cube!, ops.maximum(ops.sub(zeros!, constantInt(ops, 1)), constantInt(ops, 3))))],
          ['one', ops.neg(ops.gather(one!, zeros!))],
          ['updates', ops.neg(ops.scatterAdd(places!, ops.neg(updates!), 512))],
          ['last', ops.neg(ops.scatterAdd(many!, ops.cast(ops.reshape(many!, [65540, 1]), 'float32'), 65536))],
        ]),
    ),
    graphCase(
      'corner/rows-by-number:not-finite',
      () => {
        const x = random([130, 5], 1);
        [nan, inf, -inf].forEach((value, i) => {
          x.data[37 * i + 3] = value;
        });
        return { x, ids: ids([130], 2, 40) };
      },
      (ops, { x, ids }) => ({
        taken: ops.neg(ops.gather(ops.neg(x!), ids!)),
        added: ops.neg(ops.scatterAdd(ids!, ops.neg(x!), 40)),
      }),
    ),
  ];
}

function rankingCases(): GraphCase[] {
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
        ...named(best.map(([shape, k], i) => [`[${shape}];${k}`, ops.neg(ops.topK(inputs[`x${i}`]!, k))] as const)),
        low: ops.neg(ops.topK(ops.neg(ops.neg(low!)), 40)),
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
              ops.add(ops.select(x, Math.max(1, Math.floor(count)), valid), constantInt(ops, 1));
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
              [name, ops.add(ops.select(ops.neg(cube), 4, mask), constantInt(ops, 1))] as const,
              ...(rank < 4 ? [[`${name};3`, ops.add(ops.select(third, 4, mask), constantInt(ops, 1))] as const] : []),
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
          ops.add(ops.select(ops.neg(x), k, mask), constantInt(ops, 1));
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
          Object.entries(inputs).map(([name, x]) => [name, ops.add(ops.select(ops.neg(x), 13), constantInt(ops, 1))]),
        ),
    ),
  ];
}

function attentionCases(): GraphCase[] {
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

/** Zeros, and NaN in one element of the first matrix. */
function fewNaN(shape: Shape): HostTensor {
  const x = hostTensor(new Float32Array(shape.reduce((a, b) => a * b, 1)), shape);
  x.data[9] = nan;
  return x;
}

function movementCases(): GraphCase[] {
  const orders: number[][] = [
    [1, 0, 2],
    [2, 1, 0],
    [1, 2, 0],
    [0, 1, 3, 2],
    [1, 0, 2, 3],
    [3, 2, 1, 0],
    [0, 3, 1, 2],
    [0, 2, 3, 1],
    [2, 3, 0, 1],
    [0, 3, 2, 1],
    [2, 1, 0, 3],
    [3, 0, 1, 2],
    [1, 2, 3, 0],
    [1, 2, 0, 3],
  ];
  return (['float32', 'int32', 'bool'] as const).map((dtype) =>
    graphCase(
      `corner/moves:${dtype}`,
      () => ({
        three: random([3, 4, 5], 1, dtype, -2e9, 2e9),
        four: random([2, 3, 4, 5], 2, dtype, -2e9, 2e9),
        tiles: random([64, 96], 3, dtype, -2e9, 2e9),
        stack: random([2, 40, 36], 4, dtype, -2e9, 2e9),
        six: random([2, 1, 3, 2, 1, 3], 5, dtype, -2e9, 2e9),
        row: random([300], 6, dtype, -2e9, 2e9),
        lead: random([1, 3, 8], 7, dtype, -2e9, 2e9),
      }),
      (ops, { three, four, tiles, stack, six, row, lead }) => {
        const used = (x: Traced) => (dtype === 'bool' ? ops.not(x) : ops.neg(x));
        return {
          ...named(
            orders.map((order) => [`order${order}`, used(ops.transpose(order.length === 3 ? three! : four!, order))]),
          ),
          tiles: used(ops.transpose(tiles!, [1, 0])),
          stack: used(ops.transpose(stack!, [0, 2, 1])),
          parts: used(ops.slice(six!, [1, 0, 1, 0, 0, 1], [1, 1, 2, 2, 1, 2])),
          joined: used(ops.concat([six!, six!, used(six!)], 3)),
          spread: used(ops.broadcastTo(six!, [2, 4, 3, 2, 2, 3])),
          turned: used(ops.transpose(six!, [5, 3, 1, 0, 2, 4])),
          taken: used(ops.gather(four!, ops.constant(Int32Array.of(1, 0, 1, 1), [1, 2, 2], 'int32'))),
          spreadFive: used(ops.broadcastTo(ops.reshape(three!, [3, 1, 4, 1, 5]), [3, 2, 4, 2, 5])),
          spreadRow: used(ops.broadcastTo(row!, [250, 300])),
          spreadLead: used(ops.broadcastTo(lead!, [4, 3, 8])),
          shaped: used(ops.reshape(four!, [1, 2, 3, 2, 2, 5])),
          late: used(ops.slice(three!, [1, 0, 0], [2, 4, 5])),
          middle: used(ops.slice(three!, [0, 2, 0], [3, 2, 5])),
          below: used(ops.slice(tiles!, [5, 0], [50, 96])),
          column: used(ops.slice(tiles!, [0, 95], [64, 1])),
          back: used(ops.slice(four!, [1, 0, 0, 0], [1, 3, 4, 5])),
          many: used(
            ops.concat(
              Array.from({ length: 40 }, (_, i) => ops.slice(tiles!, [i, i], [2, 3])),
              1,
            ),
          ),
          each: used(ops.concat([ops.slice(lead!, [0, 0, 4], [1, 2, 4]), ops.slice(lead!, [0, 1, 0], [1, 2, 4])], 1)),
          first: used(ops.concat([three!, used(three!)], 0)),
        };
      },
    ),
  );
}

function elementwiseCases(): GraphCase[] {
  const marked = some([2, 3, 5], 70);
  const wide = random([2, 3, 5], 71, 'int32', -2e9, 2e9);
  const pairs: [Shape, Shape][] = [
    [
      [3, 4, 5],
      [3, 1, 5],
    ],
    [
      [3, 4, 5],
      [1, 4, 5],
    ],
    [
      [3, 4, 5],
      [3, 4, 1],
    ],
    [
      [3, 1, 5],
      [4, 1],
    ],
    [[], [3, 90]],
    [[5], [3, 5]],
    [
      [4, 1],
      [4, 8],
    ],
    [
      [70, 1],
      [1, 90],
    ],
    [
      [2, 1, 3, 1, 2, 1],
      [4, 1, 2, 2, 3],
    ],
    [[1026], [1026]],
  ];
  const near = (shape: Shape, seed: number) => random(shape, seed, 'int32', 16777216, 16777222);
  return [
    graphCase(
      'corner/elementwise:pairs',
      () =>
        named(
          pairs.flatMap(([a, b], i) => [
            [`a${i}`, random(a, i)] as const,
            [`b${i}`, random(b, i + 20, 'float32', 0.5, 2)] as const,
            [`c${i}`, near(a, i + 40)] as const,
            [`d${i}`, near(b, i + 60)] as const,
          ]),
        ),
      (ops, inputs) =>
        named(
          pairs.flatMap(([left, right], i) => {
            const [a, b, c, d] = ['a', 'b', 'c', 'd'].map((name) => inputs[`${name}${i}`]!) as [
              Traced,
              Traced,
              Traced,
              Traced,
            ];
            const of = `[${left}]x[${right}]`;
            const greater = ops.greater(c, d);
            return [
              [`difference${of}`, ops.sub(ops.div(a, b), ops.mul(b, a))],
              [`ends${of}`, ops.sub(ops.maximum(a, b), ops.minimum(ops.add(b, a), a))],
              [`integers${of}`, ops.sub(ops.maximum(c, d), ops.minimum(d, ops.add(c, constantInt(ops, 1))))],
              [`compared${of}`, ops.or(ops.and(greater, ops.not(ops.equal(c, d))), ops.greaterEqual(d, c))],
              [`greater${of}`, ops.not(greater)],
              [`atLeast${of}`, ops.not(ops.greaterEqual(c, d))],
              [`equal${of}`, ops.not(ops.equal(c, d))],
              [`chosen${of}`, ops.neg(ops.where(ops.greater(a, b), c, d))],
              [`floats${of}`, ops.not(ops.greaterEqual(a, ops.sub(b, constantScalar(ops, 1))))],
            ] as const;
          }),
        ),
    ),
    graphCase(
      'corner/elementwise:last-bits',
      () => ({ x: closest([30, 1], 1), y: closest([30], 2), bad: fewNaN([20, 30]) }),
      (ops, { x, y, bad }) => {
        const broken = ops.add(ops.mul(x!, constantScalar(ops, 1)), y!);
        const some = ops.add(bad!, y!);
        return {
          greater: ops.not(ops.greater(x!, y!)),
          atLeast: ops.not(ops.greaterEqual(x!, y!)),
          equal: ops.not(ops.equal(x!, y!)),
          broken: ops.neg(broken),
          above: ops.not(ops.greater(some, y!)),
          below: ops.not(ops.greaterEqual(y!, some)),
          same: ops.not(ops.equal(some, some)),
        };
      },
    ),
    graphCase(
      'corner/elementwise:chains',
      () => ({
        ...named(Array.from({ length: 9 }, (_, i) => [`x${i}`, random([3, 7], i + 80)] as const)),
        n: random([3, 7], 90, 'int32', 16777217, 16777299),
      }),
      (ops, { n, ...inputs }) => {
        const all = Object.values(inputs);
        const total = (count: number) => all.slice(0, count).reduce((a, b) => ops.sub(ops.neg(a), b));
        let [sum, count] = [all[0]!, n!];
        for (let i = 0; i < 36; i++) {
          sum = ops.add(ops.mul(sum, constantScalar(ops, i % 2 === 0 ? -0.75 : 0.5)), all[1]!);
          count = ops.sub(ops.maximum(ops.neg(count), n!), constantInt(ops, i));
        }
        const by = (number: number) =>
          ops.softmax(ops.neg(ops.mul(total(2), constantScalar(ops, Math.fround(number)))));
        return {
          ...named([7, 8, 9].map((length) => [`total${length}`, ops.sum(total(length), [1])] as const)),
          sum: ops.sum(ops.neg(sum), [0]),
          count: ops.max(ops.neg(count), [0]),
          product: ops.max(ops.neg(ops.mul(n!, constantInt(ops, 127))), [1]),
          usual: by(1.23456789),
          small: ops.sum(ops.neg(ops.mul(total(2), constantScalar(ops, Math.fround(1.2345678e-7)))), [1]),
          large: ops.max(ops.neg(ops.mul(total(2), constantScalar(ops, Math.fround(1.2345678e30)))), [1]),
        };
      },
    ),
    graphCase(
      'corner/elementwise:values',
      () => ({
        high: special([88.6, 88, 87.5, -86, -60, 1e-3, -1e-5, 3]),
        far: special([3e38, 1e31, 1e20, 2e-38, 1e-31, 1e-20, 1e-15, 3]),
        low: special([-87, -60, -40, -20, 16, -1e3, 1e3, -1e30]),
        divisor: special([8e37, 6e37, 4e37, 1e-35, 3, 1e-30, 1e18, 3e37]),
        some: some([5, 3, 67], 1),
        float: random([30, 11], 7, 'float32', -2e9, 2e9),
        small: random([30, 11], 7, 'float32', -1, 1),
        int: random([30, 11], 8, 'int32', -2e9, 2e9),
        signs: special([-2147483648, 65536, -7, 0, 256, 16777217], 'int32'),
        mask: random([7, 90], 9, 'bool'),
        large: random([270, 260], 10, 'bool'),
        other: random([270, 260], 11, 'bool'),
        column: random([70, 1], 12, 'bool'),
        row: random([70], 13, 'bool'),
      }),
      (ops, { high, far, low, divisor, some, float, small, int, signs, mask, large, other, column, row }) => {
        const half = constantScalar(ops, 0.5);
        const ranks = ops.reshape(small!, [3, 2, 5, 1, 11]);
        return {
          exp: ops.mul(ops.exp(high!), half),
          log: ops.neg(ops.log(far!)),
          sqrt: ops.neg(ops.sqrt(far!)),
          sigmoid: ops.mul(ops.sigmoid(low!), constantScalar(ops, 2)),
          quotient: ops.neg(ops.div(high!, divisor!)),
          above: ops.not(ops.greater(some!, constantScalar(ops, 0))),
          below: ops.not(ops.greaterEqual(some!, constantScalar(ops, 0))),
          number: ops.neg(ops.where(ops.isNaN(some!), half, some!)),
          floatToInt: ops.neg(ops.cast(ops.neg(float!), 'int32')),
          smallToInt: ops.neg(ops.cast(ops.mul(small!, constantScalar(ops, 3)), 'int32')),
          smallToBool: ops.not(ops.cast(ops.neg(small!), 'bool')),
          intToFloat: ops.neg(ops.cast(ops.neg(int!), 'float32')),
          intToInt: ops.neg(ops.cast(ops.neg(int!), 'int32')),
          intToBool: ops.not(ops.cast(ops.maximum(signs!, ops.neg(signs!)), 'bool')),
          scalarToInt: ops.neg(ops.cast(ops.reshape(ops.slice(float!, [2, 2], [1, 1]), []), 'int32')),
          chosen: ops.neg(ops.where(mask!, constantScalar(ops, 3), half)),
          integers: ops.neg(ops.where(mask!, constantInt(ops, 16777217), constantInt(ops, -3))),
          truths: ops.not(ops.where(large!, other!, ops.not(large!))),
          square: ops.not(ops.or(ops.and(column!, row!), row!)),
          ranks: ops.exp(ops.neg(ranks)),
          deeper: ops.neg(ops.cast(ops.greater(ops.exp(ops.reshape(ranks, [3, 2, 5, 1, 11, 1])), half), 'int32')),
          chosenRanks: ops.neg(ops.where(ops.greater(ranks, half), half, ranks)),
          boolRanks: ops.neg(ops.cast(ops.greater(ranks, half), 'int32')),
          floatRanks: ops.neg(ops.cast(ops.greater(ranks, half), 'float32')),
          same: ops.sub(ops.mul(some!, some!), ops.add(some!, some!)),
          constants: ops.neg(ops.add(ops.constant(marked.data, marked.shape, 'float32'), half)),
          wide: ops.neg(ops.maximum(ops.constant(wide.data, wide.shape, 'int32'), constantInt(ops, 5))),
        };
      },
    ),
  ];
}

/** With a NaN in every seventh place. */
function some(shape: Shape, seed: number): HostTensor {
  const x = random(shape, seed);
  for (let i = 3; i < x.data.length; i += 7) x.data[i] = nan;
  return x;
}
