import { describe, expect, it } from 'vitest';
import { constantScalar, graphMemory, type Traced, trace } from '../src';
import { elementwiseGroups, explainGraph, type GroupLimits } from '../src/adapter';

type Ops = Parameters<Parameters<typeof trace>[0]>[0];
type Build = (ops: Ops, inputs: Readonly<Record<string, Traced>>) => Record<string, Traced>;

const float = (...shape: number[]) => ({ shape, dtype: 'float32' }) as const;
const limits: GroupLimits = { inputs: 7, results: 4, rows: true, products: 2 ** 20 };
const square = { a: float(4, 4), b: float(4, 4), x: float(4, 4), y: float(4, 4) };

/** Each group as its ops, the shapes that it reads and how many results it writes. */
function groupsOf(build: Build, inputs: Record<string, ReturnType<typeof float>> = square, most = limits) {
  return elementwiseGroups(trace(build, { inputs }), most).map(({ nodes, inputs, results, product }) => {
    const ops = nodes.map(({ op }) => op).join(' ');
    expect(product?.op).toBe(ops.includes('matMul') ? 'matMul' : undefined);
    return `${ops}: ${inputs.map(({ type }) => `[${type.shape}]`).join(' ')} > ${results.length}`;
  });
}
/** How many groups go on with a product. */
const joined = (...given: Parameters<typeof groupsOf>) =>
  groupsOf(...given).filter((group) => group.includes('matMul')).length;

describe('a product runs with the elementwise group that reads it', () => {
  it('and is not written, its operands among those of the group', () => {
    expect(groupsOf((ops, { a, b, x }) => ({ z: ops.exp(ops.add(ops.matMul(a!, b!), x!)) }))).toEqual([
      'matMul add exp: [4,4] [4,4] [4,4] > 1',
    ]);
    expect(joined((ops, { a, b, x }) => ({ z: ops.add(ops.matMul(a!, b!), x!) }), square, { inputs: 7 })).toBe(0);
  });

  it('through reshapes, with operands that are repeated, in batches and where all is one element', () => {
    const heads = { a: float(2, 3, 5), b: float(2, 5, 4), row: float(8), one: float(1) };
    const build: Build = (ops, { a, b, row, one }) => {
      const rows = ops.reshape(ops.reshape(ops.matMul(a!, b!), [6, 4]), [3, 8]);
      return { z: ops.mul(ops.sub(rows, row!), one!) };
    };
    expect(groupsOf(build, heads)).toEqual(['matMul reshape reshape sub mul: [2,3,5] [2,5,4] [8] [1] > 1']);
    const single = { a: float(1, 9), b: float(9, 1) };
    expect(joined((ops, { a, b }) => ({ z: ops.neg(ops.matMul(a!, b!)) }), single)).toBe(1);
  });

  it('and is written where others need it: later steps, under another name too, and the caller', () => {
    const later: Build = (ops, { a, b, x }) => {
      const product = ops.matMul(a!, b!);
      const z = ops.mul(product, x!);
      return { z, other: ops.transpose(ops.reshape(product, [2, 8]), [1, 0]) };
    };
    expect(groupsOf(later)).toEqual(['matMul mul: [4,4] [4,4] [4,4] > 2']);
    const output: Build = (ops, { a, b }) => {
      const product = ops.matMul(a!, b!);
      return { z: ops.neg(product), product: ops.reshape(product, [16]) };
    };
    expect(groupsOf(output)).toEqual(['matMul neg: [4,4] [4,4] > 2']);
    expect(joined(output, square, { inputs: 7, products: 2 ** 20 })).toBe(0);
  });

  it('the first of several, where they cannot be one, and the last of several products', () => {
    const twice: Build = (ops, { a, b, x }) => {
      const product = ops.matMul(a!, b!);
      const first = ops.matMul(ops.exp(product), x!);
      return { z: ops.matMul(ops.mul(product, first), x!) };
    };
    expect(groupsOf(twice)).toEqual(['matMul exp: [4,4] [4,4] > 2', 'matMul mul: [4,4] [4,4] [4,4] > 1']);
    const both: Build = (ops, { a, b, x, y }) => ({ z: ops.add(ops.matMul(a!, b!), ops.matMul(x!, y!)) });
    expect(groupsOf(both)).toEqual(['matMul add: [4,4] [4,4] [4,4] > 1']);
  });

  it('also where the group reads what the product reads', () => {
    const build: Build = (ops, { a, b }) => ({ z: ops.add(ops.matMul(a!, b!), a!) });
    expect(groupsOf(build)).toEqual(['matMul add: [4,4] [4,4] > 1']);
    expect(joined(build, square, { ...limits, inputs: 3 })).toBe(1);
    expect(joined(build, square, { ...limits, inputs: 2 })).toBe(0);
  });
});

describe('a product stays alone', () => {
  it('where the group is of another size, or of rows', () => {
    const wide = { a: float(4, 4), b: float(4, 4), x: float(2, 4, 4) };
    expect(joined((ops, { a, b, x }) => ({ z: ops.add(ops.matMul(a!, b!), x!) }), wide)).toBe(0);
    const rows: Build = (ops, { a, b, x }) => {
      const sum = ops.add(ops.matMul(a!, b!), x!);
      return { z: ops.sub(sum, ops.sum(sum, [-1], true)) };
    };
    expect(groupsOf(rows)).toEqual(['add sum sub: [4,4] [4,4] > 1']);
  });

  it('where something in between reads it', () => {
    const build: Build = (ops, { a, b, x }) => {
      const product = ops.matMul(a!, b!);
      return { z: ops.mul(product, ops.matMul(ops.transpose(product, [1, 0]), x!)) };
    };
    expect(groupsOf(build)).toEqual(['matMul mul: [4,4] [4,4] [4,4] > 1']);
    const highest: Build = (ops, { a, b }) => {
      const product = ops.matMul(a!, b!);
      return { z: ops.mul(product, ops.max(product, [0], true)) };
    };
    expect(joined(highest)).toBe(0);
  });

  it('where there is no room for its operands, for itself as a result, or for its node', () => {
    const names = Array.from({ length: 6 }, (_, i) => `x${i}`);
    const inputs = { ...square, ...Object.fromEntries(names.map((name) => [name, float(4, 4)])) };
    const of = (count: number, keeps: boolean) =>
      joined((ops, given) => {
        const product = ops.matMul(given.a!, given.b!);
        const z = names.slice(0, count).reduce((sum, name) => ops.sub(ops.neg(sum), given[name]!), product);
        return { z, ...(keeps ? { product } : {}) };
      }, inputs);
    expect([of(5, false), of(6, false), of(4, true), of(5, true)]).toEqual([1, 0, 1, 0]);
    const build: Build = (ops, { a, b }) => ({ z: ops.exp(ops.neg(ops.matMul(a!, b!))) });
    expect([2, 3].map((nodes) => joined(build, square, { ...limits, nodes }))).toEqual([0, 1]);
  });
});

it('graphMemory counts nothing for a product that only its group reads', () => {
  const graph = trace((ops, { a, b }) => ({ z: ops.exp(ops.matMul(a!, b!)) }), { inputs: square });
  expect(graphMemory(graph, { ...limits, products: 0 }).peak).toBe(128);
  expect(graphMemory(graph, limits).peak).toBe(64);
});

it('explainGraph tells the ops inside of a product, where it stands, and why one stays alone', () => {
  const graph = trace(
    (ops, { a, b, x }) => {
      const hidden = ops.scope('hidden', () => ops.matMul(a!, b!));
      const active = ops.mul(hidden, ops.sigmoid(hidden));
      const out = ops.scope('out', () => ops.matMul(active, x!));
      return { z: ops.mul(out, ops.mul(ops.max(out, [0], true), constantScalar(ops, 2))), hidden };
    },
    { inputs: square },
  );
  const [first, second] = explainGraph(graph, limits);
  expect(first).toMatchObject({ op: 'matMul', scope: 'hidden', ops: ['matMul', 'sigmoid', 'mul'] });
  expect(first!.writes.map(({ isOutput, readers }) => [isOutput, readers])).toEqual([
    [true, []],
    [false, [{ step: 1, op: 'matMul' }]],
  ]);
  expect(second).toMatchObject({ op: 'matMul', scope: 'out', ops: ['matMul'] });
  expect(second!.writes[0]!.readers.map(({ apart }) => apart)).toEqual([undefined, 'read in between by max']);
});
