import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type HostTensor, hostTensor, trace } from '@mosa-js/core';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { float32, float64 } from '../src/bounds/bounded';
import { type Evaluated, evaluateWithBounds } from '../src/bounds/evaluate';
import type * as Conformance from '../src/index';
import { sharedValues } from '../src/runner/shared-values';

// The built package, whose processes have a file to run.
const name: string = '@mosa-js/conformance';
const cwd = fileURLToPath(new URL('.', import.meta.url));

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'mosa-test-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const size = 20_000;

function numbers(...first: number[]): HostTensor {
  const x = hostTensor(new Float32Array(size).fill(9), [size]);
  x.data.set(first);
  return x;
}

/** What a process with this folder gets for √x or −x, and whether it had to evaluate it. */
function ask(x: HostTensor, { arithmetic = float32, op = 'sqrt' as 'sqrt' | 'neg', from = folder } = {}) {
  const graph = trace((ops, inputs) => ({ y: ops[op](inputs.x!) }), { inputs: { x } });
  let evaluated = false;
  const values: Evaluated = sharedValues(from)(graph, { x }, arithmetic, () => {
    evaluated = true;
    return evaluateWithBounds(graph, { x }, arithmetic);
  });
  return { values, evaluated };
}

it('gives a second process what the first one evaluated, to the bit', () => {
  const x = numbers(4, -0, Number.POSITIVE_INFINITY, -1);
  const [first, second] = [ask(x), ask(x)];
  expect([first.evaluated, second.evaluated]).toEqual([true, false]);
  expect(second.values).toStrictEqual(first.values);
  expect([...second.values.y!.value.data.slice(0, 4)]).toEqual([2, -0, Number.POSITIVE_INFINITY, Number.NaN]);
});

it('takes nothing for the values of another graph, other data or another arithmetic', () => {
  ask(numbers(4));
  expect(ask(numbers(5)).evaluated).toBe(true);
  expect(ask(numbers(4), { op: 'neg' }).evaluated).toBe(true);
  expect(ask(numbers(4), { arithmetic: float64 }).evaluated).toBe(true);
  expect(ask(hostTensor(numbers(4).data, [size / 2, 2])).evaluated).toBe(true);
  expect(ask(numbers(4)).evaluated).toBe(false);
});

it('evaluates where the folder is gone or a file is damaged', () => {
  const { values } = ask(numbers(4));
  for (const name of readdirSync(folder)) writeFileSync(join(folder, name), 'no values');
  const again = ask(numbers(4));
  expect(again).toEqual({ values, evaluated: true });
  expect(ask(numbers(4), { from: join(folder, 'missing') })).toEqual({ values, evaluated: true });
});

it('is what the backends of a run do, and leaves nothing behind', async () => {
  const { runConformance }: typeof Conformance = await import(name);
  const before = process.env.TMPDIR;
  process.env.TMPDIR = folder;
  let most = 0;
  const look = setInterval(() => {
    most = Math.max(most, readdirSync(folder, { recursive: true }).length);
  }, 20);
  try {
    const { backends } = await runConformance({
      backends: ['reference', './fixtures/noisy.mjs'],
      filter: 'large/sum',
      cwd,
    });
    expect(backends.map(({ status }) => status)).toEqual(['ran', 'ran']);
    expect(most).toBeGreaterThan(1); // the folder, and values in it
    expect(readdirSync(folder)).toEqual([]);
  } finally {
    clearInterval(look);
    if (before === undefined) delete process.env.TMPDIR;
    else process.env.TMPDIR = before;
  }
});
