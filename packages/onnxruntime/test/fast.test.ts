import { type HostTensor, type Traced, trace } from '@mosa-js/core';
import { describe, expect, it } from 'vitest';
import { createOnnxRuntimeBackend, type OnnxRuntimeLibrary } from '../src';
import { planesOf } from '../src/scatter-planes';
import { errorOf, floats, ints, open, random, reference, targets } from './support';

/** Rows by a rule, each of them below `rows`. */
const rowsBy = (count: number, rule: (m: number) => number) => ints(Array.from({ length: count }, (_, m) => rule(m)));

const scatters: Record<string, { indices: HostTensor; width: number; rows: number }> = {
  'rows with up to a few updates': { indices: rowsBy(1024, (m) => (m * 389 + (m % 3)) % 700), width: 8, rows: 700 },
  'one row with all updates': { indices: rowsBy(1024, () => 5), width: 8, rows: 9 },
  'one row alone': { indices: rowsBy(600, () => 0), width: 16, rows: 1 },
  'each row once, from the last to the first': { indices: rowsBy(512, (m) => 511 - m), width: 33, rows: 512 },
  'one update': { indices: ints([2]), width: 8192, rows: 3 },
  'one row more often than there are planes': {
    indices: rowsBy(2048, (m) => (m % 3 === 0 ? 7 : m % 1000)),
    width: 9,
    rows: 1000,
  },
};

/** Sums in float32, one update after the other. */
function inOrder(indices: HostTensor, updates: HostTensor, rows: number): Float32Array {
  const width = updates.shape[1]!;
  const sums = new Float32Array(rows * width);
  updates.data.forEach((value, i) => {
    sums[indices.data[Math.floor(i / width)]! * width + (i % width)]! += value;
  });
  return sums;
}

describe.each(targets)('$title', (target) => {
  it.each(Object.entries(scatters))('adds the updates of a row in their order: %s', async (_title, given) => {
    const { indices, width, rows } = given;
    const M = indices.shape[0]!;
    expect(planesOf([M, width], rows)).toBeGreaterThan(0);
    const updates = random([M, width], 3);
    const { backend } = await open(target);
    const build: Parameters<typeof trace>[0] = (ops, x) => ({ y: ops.scatterAdd(x.indices!, x.updates!, rows) });
    const program = await backend.compile(trace(build, { inputs: { indices, updates } }));
    const expected = inOrder(indices, updates, rows);
    for (let run = 0; run < 3; run++) {
      const { y } = await program.run({ indices, updates });
      expect((await y!.read()).data).toEqual(expected);
      y!.dispose();
    }
    await backend.dispose();
  });

  it.each([1, 5, 39, 40])('selects %i of 40 as the rule says', async (k) => {
    const { NaN: nan, POSITIVE_INFINITY: inf } = Number;
    const values = Array.from(
      { length: 80 },
      (_, i) => [nan, inf, -inf, 0, -0, 1, 1, 3.4e38, -3.4e38, 2][(i * 7) % 10]!,
    );
    const logits = floats(values, [2, 40]);
    const valid = random([40], 5, 'bool');
    const build: Parameters<typeof trace>[0] = (ops, x) => ({
      plain: ops.selectIndices(x.logits!, k),
      valid: ops.selectIndices(x.logits!, k, x.valid!),
    });
    const graph = trace(build, { inputs: { logits, valid } });
    const { backend } = await open(target);
    const read = async (on: Pick<typeof reference, 'compile'>) => {
      const { plain, valid: padded } = await (await on.compile(graph)).run({ logits, valid });
      return [await plain!.read(), await padded!.read()];
    };
    expect(await read(backend)).toEqual(await read(reference));
    await backend.dispose();
  });

  it.each([
    ['a small square', [2, 3, 5, 5], 0, -1e30],
    ['queries behind other keys', [3, 4, 9], 5, -1e30],
    ['fewer keys than queries', [2, 7, 3], 0, 0],
    ['more than a bias of the model holds', [2, 256, 512], 256, -1e30],
    ['what is no finite number', [4, 4], 0, Number.NEGATIVE_INFINITY],
  ] as const)('hides what a triangle hides, whatever it is: %s', async (_title, shape, start, other) => {
    const [n, m] = shape.slice(-2) as [number, number];
    const x = random(shape, 9);
    const { NaN: nan, POSITIVE_INFINITY: inf } = Number;
    x.data.forEach((_, i) => {
      if (i % 3 === 0) x.data[i] = [nan, inf, -inf, 3e38][(i / 3) % 4]!;
    });
    const graph = trace(
      (ops, { x }) => {
        const rows = ops.constant(
          Int32Array.from({ length: n }, (_, i) => start + i),
          [n, 1],
          'int32',
        );
        const columns = ops.constant(Int32Array.from(Array(m).keys()), [m], 'int32');
        const none = ops.constant(Float64Array.of(other), [], 'float32');
        return { y: ops.where(ops.greaterEqual(rows, columns), x!, none) };
      },
      { inputs: { x } },
    );
    const { backend } = await open(target);
    const { y } = await (await backend.compile(graph)).run({ x });
    const expected = Array.from(x.data, (value, i) => {
      const isVisible = i % m <= (Math.floor(i / m) % n) + start;
      return isVisible ? value : Math.fround(other);
    });
    expect(Array.from((await y!.read()).data)).toEqual(expected);
    await backend.dispose();
  });

  it.each([
    ['one of two, by If', [64, 64], []],
    ['one of two, by If', [64, 8, 8], [1, 1, 1]],
    ['numbers', [64, 63], []],
    ['numbers', [64, 64], [64]],
  ] as const)('takes one of two tensors, and nothing of the other: %s of %j by %j', async (path, shape, by) => {
    const [a, b] = [random(shape, 11), random(shape, 12)];
    b.data.fill(Number.NaN, 0, 7);
    const { backend } = await open(target);
    const bits = { shape: by, dtype: 'bool' } as const;
    const graph = trace((ops, { is, a, b }) => ({ y: ops.where(is!, a!, b!), z: ops.where(is!, ops.neg(a!), b!) }), {
      inputs: { is: bits, a, b },
    });
    const program = await backend.compile(graph);
    expect([...backend.paths!.taken()].filter((name) => name.startsWith('where'))).toEqual([`where: ${path}`]);
    for (const bit of [1, 0, 1]) {
      const is = { ...bits, data: new Uint8Array(by.length === 1 ? 64 : 1).fill(bit) };
      const { y, z } = await program.run({ is, a, b });
      expect((await y!.read()).data).toEqual((bit ? a : b).data);
      expect((await z!.read()).data).toEqual(bit ? a.data.map((value) => -value) : b.data);
      y!.dispose();
      z!.dispose();
    }
    await backend.dispose();
  });

  it.each([
    ['by RotaryEmbedding', 'a part of the columns', 4, 1],
    ['by RotaryEmbedding', 'all of them', 6, 1],
    ['from primitives', 'pairs that are turned otherwise', 4, 1.5],
  ] as const)('turns columns %s: %s', async (path, _title, width, factor) => {
    const [rows, d] = [5, 6];
    const columns = (of: (angle: number, isFirst: boolean) => number, beyond: number) =>
      Float64Array.from({ length: rows * d }, (_, i) => {
        const column = i % d;
        const angle = Math.floor(i / d) * (1 + (column % (width / 2)));
        return column < width ? of(angle, column < width / 2) : beyond;
      });
    const cos = columns((angle) => Math.cos(angle), 1);
    const sin = columns((angle, isFirst) => (isFirst ? -factor : 1) * Math.sin(angle), 0);
    const x = random([2, 3, 5, d], 11);
    const positions = ints([4, 0, 1, 1, 3, 2, 2, 2, 0, 4, 1, 3, 0, 4, 2], [3, 5]);
    const graph = trace(
      (ops, given) => {
        const tables = [cos, sin].map((data) => ops.constant(data, [rows, d], 'float32')) as [Traced, Traced];
        return {
          along: ops.rotary(given.x!, ...tables, { width }),
          back: ops.rotary(given.x!, ...tables, { width, inverse: true }),
          by: ops.rotary(given.x!, ...tables, { width }, given.positions!),
        };
      },
      { inputs: { x, positions } },
    );
    const { backend } = await open(target);
    const run = async (on: Pick<typeof reference, 'compile'>) => {
      const { along, back, by } = await (await on.compile(graph)).run({ x, positions });
      return Promise.all([along!.read(), back!.read(), by!.read()]);
    };
    const [own, expected] = [await run(backend), await run(reference)];
    own.forEach((result, i) => {
      expect(errorOf(result, expected[i]!, 'tensor')).toBeLessThan(1e-6);
    });
    const taken = [...backend.paths!.taken()].filter((name) => name.startsWith('rotary'));
    expect(taken).toEqual([`rotary: ${path}`]);
    await backend.dispose();
  });

  it.each([
    ['ofPiece', [], /selection and scatter in a slower form.*: TopK: expected \d+ at 0, got \d+$/],
    ['turned', ['selectIndices'], /rotary encoding in a slower form.*: RotaryEmbedding: expected .* at 0, got /],
  ])('takes the slower forms where %s is another, and says so once', async (output, fused, message) => {
    const warnings: string[] = [];
    const { executionProvider } = target;
    const backend = await createOnnxRuntimeBackend({
      lib: otherwise(target.lib, output),
      executionProvider,
      onWarning: (warning) => warnings.push(warning),
    });
    expect(backend.capabilities.fused).toEqual(fused);
    expect(warnings).toEqual([expect.stringMatching(message)]);
    await backend.dispose();
  });

  it('selects right in the slower form', async () => {
    const { executionProvider } = target;
    const lib = otherwise(target.lib, 'ofBlocks');
    const backend = await createOnnxRuntimeBackend({ lib, executionProvider, onWarning: () => undefined });
    const x = random([2, 40], 4);
    const graph = trace((ops, { x }) => ({ y: ops.selectIndices(x!, 7) }), { inputs: { x } });
    const [own, expected] = await Promise.all([
      (await backend.compile(graph)).run({ x }),
      (await reference.compile(graph)).run({ x }),
    ]);
    expect(await own.y!.read()).toEqual(await expected.y!.read());
    await backend.dispose();
  });
});

/** The real library, but for the first element of each output of this name, which is one more. */
function otherwise(lib: OnnxRuntimeLibrary, output: string): OnnxRuntimeLibrary {
  const create = async (model: Uint8Array, options: object) => {
    const session = await lib.InferenceSession.create(model, options);
    const run = async (feeds: Parameters<typeof session.run>[0]) => {
      const results = await session.run(feeds);
      const found = results[output];
      if (found) (found.data as Int32Array)[0]! += 1;
      return results;
    };
    return { run, release: () => session.release() };
  };
  return { Tensor: lib.Tensor, env: lib.env, InferenceSession: { create } as never };
}
