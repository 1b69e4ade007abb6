import { trace } from '@mosa-js/core';
import { elementwiseGroups, heldValues } from '@mosa-js/core/adapter';
import { describe, expect, it } from 'vitest';
import { codePaths } from '../src/kernels/paths';
import { gridOf } from '../src/runtime/dispatch';
import { convertingHalves } from '../src/runtime/half.wgsl';
import { overwriteCarried } from '../src/runtime/in-place';
import { lowerGraph } from '../src/runtime/lower-graph';
import { Lowering, type LoweringOptions } from '../src/runtime/lowering';
import { shaderCode } from '../src/runtime/wgsl';
import { limits, options } from './support/limits';
import { casesOfPaths, type PathCase } from './support/paths.mjs';

/** Of a device with 8 storage buffers. */
const groupsOf8 = { inputs: 7, results: 4, rows: true, products: 2 ** 20 };
type Build = Parameters<typeof trace>[0];
const f = (...shape: number[]) => ({ shape, dtype: 'float32' as const });

function lower(build: Build, inputs: Parameters<typeof trace>[1]['inputs']) {
  const graph = trace(build, { inputs });
  const lowered = lowerGraph(graph, elementwiseGroups(graph, groupsOf8), options());
  const { lowering } = lowered;
  const ops = lowering.dispatches.map(({ op }) => op);
  return { ...lowered, ops };
}

describe('slices and concats', () => {
  it('of whole rows are no work: a vector of parameters is neither taken apart nor put together', () => {
    const { ops, lowering, outputs } = lower(
      (ops, { all, x }) => {
        const [w, v] = [ops.reshape(ops.slice(all!, [0], [4096]), [64, 64]), ops.slice(all!, [4096], [128])];
        const parts = [ops.reshape(ops.matMul(ops.matMul(x!, w), w), [4096]), ops.exp(v)];
        return { next: ops.concat(parts, 0) };
      },
      { all: f(4224), x: f(64, 64) },
    );
    expect(ops).toEqual(['matMul', 'matMul', 'elementwise']);
    const next = outputs.get('next')!;
    expect(lowering.dispatches.slice(1).map(({ writes }) => lowering.locate(writes[0]!))).toEqual([
      { storage: next, start: 0 },
      { storage: next, start: 4096 },
    ]);
  });

  it('are copies where a binding cannot begin, along inner axes, and of what comes from outside', () => {
    expect(lower((ops, { x }) => ({ y: ops.exp(ops.slice(x!, [1], [64])) }), { x: f(100) }).ops).toEqual([
      'slice',
      'elementwise',
    ]);
    expect(lower((ops, { x }) => ({ y: ops.exp(ops.slice(x!, [0, 0], [4, 2])) }), { x: f(4, 4) }).ops).toEqual([
      'slice',
      'elementwise',
    ]);
    expect(lower((ops, { x }) => ({ y: ops.concat([x!, x!], 0) }), { x: f(64) }).ops).toEqual(['concat']);
    const swap = lower(
      (ops, { x }) => ({ y: ops.concat([ops.slice(x!, [0, 5], [4, 4]), ops.slice(x!, [0, 0], [4, 5])], 1) }),
      { x: f(4, 9) },
    );
    expect(swap.ops).toEqual(['concat']);
    const unaligned = lower((ops, { x, z }) => ({ y: ops.concat([ops.exp(x!), ops.exp(z!)], 0) }), {
      x: f(63),
      z: f(64),
    });
    expect(unaligned.ops).toEqual(['elementwise', 'elementwise', 'concat']);
  });

  it('never let a program read and write one buffer', () => {
    const { lowering } = lower(
      (ops, { x }) => {
        const a = ops.exp(ops.softmax(x!));
        const b = ops.softmax(a);
        const ab = ops.concat([a, b], 0);
        const c = ops.softmax(ops.slice(ab, [1, 0], [1, 64]));
        return { y: ops.concat([ab, c, ops.softmax(c), a], 0), a: ops.softmax(ab) };
      },
      { x: f(1, 64) },
    );
    for (const { reads, writes } of lowering.dispatches) {
      const written = writes.map((write) => lowering.locate(write).storage);
      for (const read of reads) expect(written).not.toContain(lowering.locate(read).storage);
    }
  });

  it('that are outputs have memory of their own', () => {
    const { outputs, lowering, inputs } = lower(
      (ops, { x }) => {
        const y = ops.softmax(x!);
        return {
          part: ops.slice(y, [0, 0], [1, 64]),
          same: ops.reshape(x!, [128]),
          y,
          both: ops.concat([y, ops.exp(y)], 0),
        };
      },
      { x: f(2, 64) },
    );
    expect(outputs.get('same')).toBe(inputs.get('x'));
    const own = ['part', 'y', 'both'].map((name) => outputs.get(name)!);
    expect(new Set(own).size).toBe(3);
    for (const storage of own) expect(lowering.places.has(storage)).toBe(false);
  });
});

it('adds columns without a copy of them in another order', () => {
  const keysOf = (shape: number[], axes: number[]) =>
    lower((ops, { x }) => ({ y: ops.sum(x!, axes) }), { x: f(...shape) }).lowering.dispatches.map(
      ({ dispatch }) => dispatch.key,
    );
  expect(keysOf([8192, 512], [0])).toEqual(['sum columns 4', 'sum columns 4']);
  expect(keysOf([4, 2048, 1, 510], [0, 1])).toEqual(['sum columns 1', 'sum columns 1']);
  expect(keysOf([3, 8, 5], [1])).toEqual(['sum each column 1']);
  expect(keysOf([9, 1, 8], [0])).toEqual(['sum columns 4']);
  expect(keysOf([3, 8, 1], [1])).toEqual(['reduce sum short']);
});

it('starts as few workgroups beyond the last as it can', () => {
  expect(gridOf(7, 65535)).toEqual([7, 1, 1]);
  expect(gridOf(65536, 65535)).toEqual([32768, 2, 1]);
  for (const count of [65535 * 3 + 1, 65535 ** 2 + 1]) {
    const [x, y, z] = gridOf(count, 65535);
    expect(Math.max(x, y, z)).toBeLessThanOrEqual(65535);
    expect(x * y * z).toBeGreaterThanOrEqual(count);
    expect(x * y * z).toBeLessThan(count + y * z + 65535 * z);
  }
});

describe('what is carried on', () => {
  const x = f(4, 4);
  const lowered = (build: Build, carry: Record<string, string>, inputs: Record<string, typeof x> = { x, z: x }) => {
    const graph = trace(build, { inputs });
    const { lowering, inputs: storages, outputs } = lowerGraph(graph, elementwiseGroups(graph, groupsOf8), options());
    return { lowering, overwritten: overwriteCarried({ lowering, inputs: storages, outputs }, carry) };
  };
  const overwrites = (build: Build, carry: Record<string, string> = { x: 'y' }) => lowered(build, carry).overwritten;

  it('lies where what it replaces lay, if nothing reads that afterwards', () => {
    expect(overwrites((ops, { x, z }) => ({ y: ops.add(x!, z!) }))).toEqual(['x']);
    expect(overwrites((ops, { x }) => ({ sum: ops.sum(x!, [0]), y: ops.exp(x!) }))).toEqual(['x']);
    expect(overwrites((ops, { x }) => ({ y: ops.exp(x!), sum: ops.sum(x!, [0]) }))).toEqual([]);
    expect(overwrites((ops, { x }) => ({ y: ops.softmax(ops.matMul(x!, x!)) }))).toEqual(['x']);
    expect(overwrites((ops, { x, z }) => ({ y: ops.sub(ops.matMul(z!, z!), x!) }))).toEqual(['x']);
    // A product needs all of its operands, and what is repeated is read from several places.
    expect(overwrites((ops, { x, z }) => ({ y: ops.sub(ops.matMul(x!, z!), z!) }))).toEqual([]);
    expect(overwrites((ops, { x, z }) => ({ y: ops.sub(ops.matMul(x!, z!), x!) }))).toEqual([]);
    expect(overwrites((ops, { x }) => ({ y: ops.matMul(x!, x!) }))).toEqual([]);
    expect(overwrites((ops, { x }) => ({ y: ops.transpose(x!, [1, 0]) }))).toEqual([]);
  });

  it('never lies where an output, a constant or another state lies', () => {
    expect(overwrites((ops, { x, z }) => ({ y: ops.add(x!, z!), x: x! }))).toEqual([]);
    expect(overwrites((_ops, { z }) => ({ y: z! }))).toEqual([]);
    const both = { x: 'y', z: 'w' };
    expect(overwrites((ops, { x, z }) => ({ y: ops.add(x!, z!), w: ops.mul(x!, z!) }), both)).toEqual(['x', 'z']);
    expect(overwrites((ops, { x, z }) => ({ y: ops.add(x!, z!), w: ops.matMul(x!, z!) }), both)).toEqual([]);
  });

  it('is written by parts only where no later part reads what is gone', () => {
    const row = f(64);
    const parts =
      (swap: boolean): Build =>
      (ops, { x }) => {
        const [a, b] = [ops.slice(x!, [0], [64]), ops.slice(x!, [64], [64])];
        return { y: ops.concat(swap ? [ops.exp(b), ops.exp(a)] : [ops.exp(a), ops.exp(b)], 0) };
      };
    expect(lowered(parts(false), { x: 'y' }, { x: { ...row, shape: [128] } as never }).overwritten).toEqual(['x']);
    expect(lowered(parts(true), { x: 'y' }, { x: { ...row, shape: [128] } as never }).overwritten).toEqual([]);
  });

  it('is not read where an earlier dispatch has written over it', () => {
    const carriedAfter = (isWritten: boolean) => {
      const lowering = new Lowering(options());
      const [before, after] = [lowering.empty(x), lowering.empty(x)];
      const dispatch = {
        key: 'twice',
        inputs: ['X0'],
        components: [1],
        uniforms: {},
        code: 'X0[index]',
        workgroups: 1,
      };
      if (isWritten) lowering.record({ ...dispatch, inputs: [], components: [] }, [], x, { into: after });
      lowering.record(dispatch, [before], x, { into: after, inPlace: 'elements' });
      const storages = { inputs: new Map([['x', before.storage]]), outputs: new Map([['y', after.storage]]) };
      return overwriteCarried({ lowering, ...storages }, { x: 'y' });
    };
    expect(carriedAfter(false)).toEqual(['x']);
    expect(carriedAfter(true)).toEqual([]);
  });

  describe('in some rows', () => {
    const inputs = { a: f(9, 4), b: f(7), c: f(9, 3), v: f(2, 4), w: f(2), u: f(2, 3) };
    const rows = { i: { shape: [2], dtype: 'int32' as const }, j: { shape: [2], dtype: 'int32' as const } };
    const all = { a: 'A', b: 'B', c: 'C' };
    const joined = (build: Build, carry: Record<string, string> = all) => {
      const { lowering, overwritten } = lowered(build, carry, { ...inputs, ...rows } as never);
      expect(overwritten).toEqual(Object.keys(carry));
      return lowering.dispatches.map(({ op, writes }) => `${op} ${writes.length}`);
    };

    it('is one dispatch with others of the same rows, as many as there are bindings for', () => {
      const three: Build = (ops, { a, b, c, v, w, u, i }) => ({
        ...{ A: ops.setRows(a!, i!, v!), B: ops.setRows(b!, i!, w!), C: ops.setRows(c!, i!, u!) },
      });
      expect(joined(three)).toEqual(['setRows 3']);
      const four: Build = (ops, given, weights) => ({
        ...three(ops, given, weights),
        D: ops.setRows(given.d!, given.i!, given.w!),
      });
      const graph = trace(four, { inputs: { ...inputs, ...rows, d: f(5) } });
      const one = lowerGraph(graph, [], options());
      overwriteCarried(one, { ...all, d: 'D' });
      expect(one.lowering.dispatches.map(({ writes }) => writes.length)).toEqual([3, 1]);
    });

    it('stays alone of other rows, and where nothing is written in place', () => {
      const others: Build = (ops, { a, c, v, u, i, j }) => ({ A: ops.setRows(a!, i!, v!), C: ops.setRows(c!, j!, u!) });
      expect(joined(others, { a: 'A', c: 'C' })).toEqual(['setRows 1', 'setRows 1']);
      const same: Build = (ops, { a, c, v, u, i }) => ({ A: ops.setRows(a!, i!, v!), C: ops.setRows(c!, i!, u!) });
      expect(joined(same, { a: 'A' })).toEqual(['setRows 1', 'setRows 1']);
    });

    it('runs before or after what stands in between, and not at once with what it reads or what reads it', () => {
      const first: Build = (ops, { a, c, v, u, i }) => {
        const A = ops.setRows(a!, i!, v!);
        return { A, y: ops.sum(A, [1]), C: ops.setRows(c!, i!, u!) };
      };
      expect(joined(first, { a: 'A', c: 'C' })).toEqual(['setRows 2', 'sum 1']);
      const last: Build = (ops, { a, c, v, u, i }) => {
        const A = ops.setRows(a!, i!, v!);
        return { A, y: ops.sum(c!, [1]), C: ops.setRows(c!, i!, u!) };
      };
      expect(joined(last, { a: 'A', c: 'C' })).toEqual(['sum 1', 'setRows 2']);
      const neither: Build = (ops, { a, c, v, u, i }) => {
        const A = ops.setRows(a!, i!, v!);
        return { A, y: ops.add(ops.sum(A, [1]), ops.sum(c!, [1])), C: ops.setRows(c!, i!, u!) };
      };
      expect(joined(neither, { a: 'A', c: 'C' })).toEqual(['setRows 1', 'sum 1', 'rows 1', 'setRows 1']);
      const ofOther: Build = (ops, { a, c, v, i }) => {
        const A = ops.setRows(a!, i!, v!);
        return { A, C: ops.setRows(c!, i!, ops.gather(ops.slice(A, [0, 0], [9, 3]), i!)) };
      };
      expect(joined(ofOther, { a: 'A', c: 'C' }).filter((op) => op.startsWith('setRows'))).toEqual([
        'setRows 1',
        'setRows 1',
      ]);
    });
  });

  it('binds no buffer to be read and written at once', () => {
    const { lowering } = lowered((ops, { x, z }) => ({ y: ops.sub(ops.mul(x!, z!), x!) }), { x: 'y' });
    const at = (values: readonly Parameters<typeof lowering.locate>[0][]) =>
      values.map((value) => lowering.locate(value).storage);
    for (const { reads, writes } of lowering.dispatches)
      for (const read of at(reads)) expect(at(writes)).not.toContain(read);
  });
});

describe('every code path has a case that takes it', () => {
  it.each([true, false])('in software: %s', (isSoftware) => {
    const { names } = codePaths(limits, isSoftware);
    const cases = casesOfPaths(isSoftware).filter(({ path }) => names.includes(path));
    expect(new Set(cases.map(({ path }) => path))).toEqual(new Set(names));
    const missed = cases.filter((one) => {
      const { lowering, taken } = recorded(isSoftware);
      lowerCase(one, lowering);
      return !taken.has(one.path);
    });
    expect(missed.map(({ path }) => path)).toEqual([]);
  });
});

/** A case as dispatches. */
function lowerCase({ inputs: given, halves = {}, formats, build, carry }: PathCase, lowering: LoweringOptions) {
  const isWeight = (name: string) => name in halves;
  const [weights, inputs] = [true, false].map((is) =>
    Object.fromEntries(Object.entries(given).filter(([name]) => isWeight(name) === is)),
  );
  const graph = trace((ops, x, w) => build(ops, { ...x, ...w }), { inputs: inputs!, weights });
  const held = formats && heldValues(graph, carry, formats);
  const groups = elementwiseGroups(graph, groupsOf8, undefined, held?.nodes);
  const lowered = lowerGraph(graph, groups, { ...lowering, halves, formats, held });
  overwriteCarried(lowered, carry);
  return lowered.lowering;
}

/** Options that note what is taken, as a device in software or in hardware would be asked. */
function recorded(isSoftware: boolean) {
  const taken = new Set<string>();
  const take = (path: string) => void taken.add(path);
  return { taken, lowering: { ...options(), enoughWorkgroups: isSoftware ? 2 : 256, unrolls: !isSoftware, take } };
}

describe('the WGSL of every code path is as it was', () => {
  const shaders = new Map<string, Set<string>>();
  const cases = casesOfPaths(false);
  // One product with its loop written out: the lines are the same.
  const unrolled = cases.filter(({ path }) => path === 'matMul: tiles of 64 × 64');
  const all = [...cases, ...unrolled.map((one) => ({ ...one, unrolls: true }))];
  for (const { unrolls = false, ...one } of all as (PathCase & { unrolls?: boolean })[]) {
    const lowering = lowerCase(one, { ...options(), unrolls });
    for (const { op, dispatch, reads, writes } of lowering.dispatches) {
      const types = (values: typeof reads) => values.map((value) => lowering.storedAs(value));
      const whole = shaderCode(dispatch, {
        inputs: types(reads),
        outputs: types(writes),
        convertingHalves,
      });
      const code = whole.replace(/^\s+/gm, '').replace(/\n+/g, '\n');
      // What goes on with a product is called by lines that are as they are without it.
      const goesOn = code.includes('\nfn finish(');
      const name = goesOn ? 'matMulThen' : one.halves || one.formats ? 'half' : op;
      if (!shaders.has(name)) shaders.set(name, new Set());
      shaders.get(name)!.add(goesOn ? finishOf(code) : code);
    }
  }
  function finishOf(code: string): string {
    const end = code.indexOf('\n}', code.indexOf('\nfn finish(')) + 3;
    const lines = code
      .slice(end)
      .split('\n')
      .filter((line) => line.includes('finish('));
    const calls = lines.map((line) => line.replace(/sum\d+_\d+/, 'sum').replace(/[ }]+$/, ''));
    return [code.slice(0, end), ...new Set(calls), ''].join('\n');
  }
  it.each([...shaders])('%s', async (op, codes) => {
    await expect([...codes].sort().join('\n')).toMatchFileSnapshot(`shaders/${op}.wgsl`);
  });
  it('of a device with the smallest limits', () => {
    expect(limits.maxStorageBuffersPerShaderStage).toBe(8);
    expect(shaders.size).toBeGreaterThan(12);
  });
});
