import { expect, it } from 'vitest';
import { explain } from '../src/explain.js';
import { toText } from '../src/explain-text.js';
import { fold } from '../src/fold.js';
import { readOptions } from '../src/node/command-line.js';
import { benchmarks } from '../src/options.js';

const small = ['--heads', '2', '--width', '32', '--head-width', '16', '--lengths', '16', '--explain'];
/** Where there is no GPU, so for the limits that every device has. */
const explained = (...words) => explain(readOptions([...words, ...small]), { gpu: {} }, () => undefined);

it('tells what of a training step runs as one, and layers that are alike once', async () => {
  const report = await explained('step', '--kind', 'dense', '--layers', '4');
  const [{ programs }] = report.rows;
  expect(programs).toHaveLength(1);
  const [{ ops, dispatches, steps }] = programs;
  const norm = steps.find(({ scope }) => scope === 'layers.1/norm2');
  expect(norm).toMatchObject({ op: 'rows', dispatches: expect.any(Number) });
  expect(norm.ops).toEqual(['add', 'sum', 'mul', 'sub', 'mul', 'sum', 'mul', 'add', 'sqrt', 'div', 'mul']);
  // [16, 32] twice, its gain [32]; two results [16, 32], and means and deviations for the gradient
  expect(norm.bytes).toBe(4 * (2 * 512 + 32 + 2 * 512 + 2 * 16));
  expect(steps.reduce((sum, step) => sum + step.dispatches, 0)).toBeLessThanOrEqual(dispatches);
  expect(dispatches).toBeLessThan(ops / 2);

  const lines = toText(report).split('\n');
  expect(lines[0]).toMatch(/^step on the limits that every device has, .*: 8 storage buffers a program$/);
  const at = lines.findIndex((line) => /^ *\d+ {2}rows .* layers\.0\/norm2 /.test(line));
  expect(lines[at]).toContain('[32] [16, 32] ×2 → [16, 32] [16, 1] ×2 [16, 32], 8.4 kB');
  expect(lines[at + 1]).toBe('     inside: add sum mul sub mul sum mul add sqrt div mul');
  expect(lines[at + 2]).toMatch(/^ {5}\[16, 32\]: rows not joined: read in between by matMul/);
  expect(lines.find((line) => line.includes('the same'))).toMatch(/the same \d times, layers\.0 … layers\.\d$/);
  const run = steps.filter((step) => step.dispatches > 0);
  const inside = run.flatMap((step) => step.ops).length;
  const all = `${ops} ops in the graph, ${dispatches} programs that run: ${inside} ops in ${run.length} steps`;
  expect(lines.at(-1)).toBe(`${all}, the rest in none`);
});

it.each(Object.keys(benchmarks))('explains %s', async (benchmark) => {
  const { rows } = await explained(benchmark, '--layers', '1', '--kind', 'mosa');
  for (const { programs } of rows) for (const { dispatches } of programs) expect(dispatches).toBeGreaterThan(0);
  expect(rows.flatMap(({ programs }) => programs).length).toBeGreaterThan(0);
});

it('tells that a step of decoding sets rows of several caches at once', async () => {
  const [{ programs }] = (await explained('decode', '--layers', '1', '--kind', 'mosa', '--dense-heads', '2')).rows;
  const sets = programs[0].steps.filter(({ op }) => op === 'setRows');
  expect(sets).toHaveLength(6);
  // Two of the dense heads, and four of the others, of which 8 bindings take three.
  expect(sets.filter(({ dispatches }) => dispatches > 0)).toHaveLength(3);
});

it('folds what comes again right after itself', () => {
  expect(fold([...'abcabcabx'])).toEqual([
    { start: 0, length: 3, times: 2 },
    ...[6, 7, 8].map((start) => ({ start, length: 1, times: 1 })),
  ]);
  expect(fold([...'aaaab'])).toEqual([
    { start: 0, length: 1, times: 4 },
    { start: 4, length: 1, times: 1 },
  ]);
});
