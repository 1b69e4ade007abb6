import { describe, expect, it } from 'vitest';
import { constantScalar, type Traced, trace } from '../src';
import { explainGraph, type GroupLimits, unfused } from '../src/adapter';

type Ops = Parameters<Parameters<typeof trace>[0]>[0];
type Build = (ops: Ops, inputs: Readonly<Record<string, Traced>>) => Record<string, Traced>;

const float = (...shape: number[]) => ({ shape, dtype: 'float32' }) as const;
const limits: GroupLimits = { inputs: 7, results: 4, rows: true };
const graphOf = (inputs: Record<string, ReturnType<typeof float>>, build: Build) => trace(build, { inputs });

/** Who needs each value that is written, in one line for each. */
function whys(graph: ReturnType<typeof graphOf>, most: GroupLimits | undefined = limits) {
  return explainGraph(graph, most).flatMap(({ op, writes }) =>
    writes.map(({ isOutput, readers }) => {
      const read = readers.map(({ step, op, apart }) => `${step} ${op}${apart ? ` (${apart})` : ''}`);
      return `${op}: ${[...(isOutput ? ['output'] : []), ...read].join(', ')}`;
    }),
  );
}

function layerNorm(ops: Ops, x: Traced, gain: Traced): Traced {
  const mean = (y: Traced) => ops.mul(ops.sum(y, [-1], true), constantScalar(ops, 1 / 8));
  const centred = ops.sub(x, mean(x));
  const deviation = ops.sqrt(ops.add(mean(ops.mul(centred, centred)), constantScalar(ops, 1e-5)));
  return ops.mul(ops.div(centred, deviation), gain);
}

describe('explainGraph', () => {
  it('tells a LayerNorm with the addition before it as one step, its ops in order, and what it reads and writes', () => {
    const graph = graphOf({ x: float(3, 8), y: float(3, 8), gain: float(8) }, (ops, { x, y, gain }) => ({
      z: ops.scope('norm', () => layerNorm(ops, ops.add(x!, y!), gain!)),
    }));
    const [step, ...more] = explainGraph(graph, limits);
    expect(more).toEqual([]);
    expect(step).toMatchObject({
      op: 'rows',
      scope: 'norm',
      ops: ['add', 'sum', 'mul', 'sub', 'mul', 'sum', 'mul', 'add', 'sqrt', 'div', 'mul'],
      writes: [{ shape: [3, 8], dtype: 'float32', isOutput: true, readers: [] }],
    });
    expect(step!.reads.map(({ shape }) => shape)).toEqual([[3, 8], [3, 8], [8]]);
    expect(explainGraph(graph).map(({ op }) => op)).toEqual(step!.ops);
    expect(explainGraph(unfused(graph), limits)).toHaveLength(step!.ops.length);
  });

  it('names what reads a value in between, through reshapes too', () => {
    const graph = graphOf({ x: float(4, 4), y: float(4, 4) }, (ops, { x, y }) => {
      const a = ops.add(x!, y!);
      const product = ops.matMul(ops.reshape(a, [4, 4]), y!);
      return { z: ops.mul(product, ops.exp(ops.reshape(a, [4, 4]))) };
    });
    const all = ['elementwise: 1 matMul, 2 elementwise (read in between by matMul)', 'matMul: 2 elementwise'];
    expect(whys(graph)).toEqual([...all, 'elementwise: output']);
  });

  it('names groups that read in between', () => {
    const graph = (rows: boolean) =>
      graphOf({ x: float(16), y: float(8, 16) }, (ops, { x, y }) => {
        const a = ops.add(x!, x!);
        const other = ops.mul(a, y!);
        const between = rows ? ops.div(other, ops.sum(other, [1], true)) : other;
        return { z: ops.mul(ops.add(a, x!), ops.sum(between, [0])), a };
      });
    expect(whys(graph(false))[0]).toContain('elementwise (read in between by elementwise)');
    expect(whys(graph(true))[0]).toContain('elementwise (read in between by rows)');
  });

  it('tells an output inside of a group, and one that a later step reads', () => {
    const inside = graphOf({ x: float(4), y: float(4) }, (ops, { x, y }) => {
      const inner = ops.add(x!, y!);
      return { inner, outer: ops.exp(inner) };
    });
    expect(whys(inside)).toEqual(['elementwise: output', 'elementwise: output']);
    expect(explainGraph(inside, limits)).toHaveLength(1);
    expect(whys(inside, { inputs: 7 })).toEqual([
      'elementwise: output, 1 elementwise (read elsewhere)',
      'elementwise: output',
    ]);
  });

  it('counts operands and results where there is no room', () => {
    const names = Array.from({ length: 9 }, (_, i) => `x${i}`);
    const graph = graphOf(Object.fromEntries(names.map((name) => [name, float(4)])), (ops, inputs) => ({
      y: names.map((name) => inputs[name]!).reduce((a, b) => ops.add(a, b)),
    }));
    const full = 'elementwise: 1 elementwise (no room: 10 operands and results of 8)';
    expect(whys(graph)).toEqual([full, 'elementwise: output']);
    expect(whys(graph, { inputs: 7 })).toEqual(['elementwise: 1 elementwise (no room)', 'elementwise: output']);
  });

  it('tells other rows, other sizes, and rows that are gone through in parts', () => {
    const rows = graphOf({ x: float(4, 6) }, (ops, { x }) => {
      const a = ops.sub(x!, ops.sum(x!, [-1], true));
      const wide = ops.reshape(a, [2, 12]);
      return { y: ops.div(wide, ops.max(wide, [-1], true)) };
    });
    expect(whys(rows)).toEqual(['rows: 1 rows (other rows)', 'rows: output']);
    const sizes = graphOf({ x: float(4), y: float(2, 4) }, (ops, { x, y }) => {
      const a = ops.add(x!, x!);
      return { z: ops.add(ops.exp(a), y!), a };
    });
    expect(whys(sizes)).toEqual([
      'elementwise: output',
      'elementwise: 1 elementwise (other size)',
      'elementwise: output',
    ]);
    const single = graphOf({ x: float(1) }, (ops, { x }) => {
      const one = ops.neg(x!);
      return { y: ops.exp(one), one };
    });
    expect(whys(single)[0]).toBe('elementwise: output, 1 elementwise (a single element each)');
    const long = graphOf({ x: float(1, 5000) }, (ops, { x }) => ({
      y: ops.mul(x!, ops.sqrt(ops.sum(ops.mul(x!, x!), [-1], true))),
    }));
    expect(whys(long)[0]).toBe('rows: 1 elementwise (rows gone through in parts)');
  });
});
