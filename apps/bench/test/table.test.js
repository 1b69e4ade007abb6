import { expect, it } from 'vitest';
import { joined } from '../src/node/peer.js';
import { partsOf } from '../src/parts.js';
import { toTable } from '../src/table.js';
import { report, row } from './support/report.js';

it('derives rates from what was measured', () => {
  expect(row({ kind: 'mosa', length: 1024, sparsity: 16 })).toMatchObject({
    ...{ kind: 'mosa', dispatches: 40, hostUsPerDispatch: 1, hostOverFloor: 2, hostOverShortFloor: 1.25 },
    ...{ flopsPerSecond: 2e11, ofLargeProduct: 0.2, gigabytesPerSecond: 1000 },
    made: { buffers: 0, bindGroups: 1, pipelines: 0, writes: 2 },
  });
});

it('takes wall time where the device has no timestamps', () => {
  const without = row({ kind: 'dense', length: 1024 }, { gpuMs: undefined, bytes: undefined, wallMs: 1 });
  expect(without).toMatchObject({ gpuMs: undefined, flopsPerSecond: 1e11, gigabytesPerSecond: undefined });
  expect(
    toTable(report([without]))
      .split('\n')
      .at(-1),
  ).toMatch(/^dense +1 +1,024 +8 +– +– +1\.000 /);
});

it('shows rows below what they are measured against', () => {
  const lines = toTable(report([row({ kind: 'mosa', length: 1024, sparsity: 16 })])).split('\n');
  expect(lines).toHaveLength(6);
  expect(lines[0]).toBe('layer on a GPU <fast>, webgpu');
  expect(lines[2]).toBe('floor: 0.50 µs of the host a dispatch, 1,000 prebuilt ones in one pass');
  expect(lines[3]).toBe('product: 4096³ in 4.000 ms, 1.00 TFLOP/s');
  expect(lines[4]).toMatch(/^kind +B +T +E +k or ρ +GPU ms +wall ms/);
  expect(lines[5].split(/ {2,}/)).toEqual(
    ['mosa', '1', '1,024', '8', 'ρ 16', '0.500', '0.600', '0.0400', '40', '1.00', '2.00×', '1.25×', '2.0 MB', '0/1/0/2', '20.0 %', '1,000'], // biome-ignore format: as the row
  );
});

it('says of a row that could not be why', () => {
  const text = toTable(
    report([row({ kind: 'dense', length: 65536 }, { refused: 'expected at most 4 GB, got 17 GB' })]),
  );
  expect(text.split('\n').at(-1)).toBe('dense, T = 65,536, E = 8: not run: expected at most 4 GB, got 17 GB');
});

it('says of numbers without checks that they are', () => {
  const about = { device: 'a GPU', library: 'webgpu', unchecked: true, clock: 'a clock' };
  expect(toTable(report([], { about }))).toMatch(/^layer on a GPU, webgpu, UNCHECKED: /);
});

it('says of numbers without a GPU that they are none, and where they were made', () => {
  const about = { device: 'a GPU', library: 'webgpu', host: 'a browser', clock: 'a clock', software: true };
  expect(toTable(report([], { about })).split('\n').slice(0, 3)).toEqual([
    'This GPU is in software: correctness only; not a measurement',
    'layer on a GPU, webgpu',
    'a browser',
  ]);
});

it('gives no rates where the clock was too coarse for a time', () => {
  const none = row({ kind: 'dense', length: 64 }, { gpuMs: undefined, wallMs: undefined, hostMs: undefined });
  const line = toTable(report([none]))
    .split('\n')
    .at(-1);
  expect(line.split(/ {2,}/)).toEqual(
    ['dense', '1', '64', '8', '–', '–', '–', '–', '40', '–', '–', '–', '2.0 MB', '0/1/0/2', '–', '–'], // biome-ignore format: as the row
  );
});

it('sets the peer beside the rows that it measured', () => {
  const rows = [row({ kind: 'dense', length: 64 }), row({ kind: 'fixed', length: 64, sparsity: 8 })];
  const both = joined(report(rows), [
    { about: 'torch 2, a GPU' },
    { note: 'fixed heads are not measured' },
    { id: 0, wallMs: 0.2, peakBytes: 3e6 },
  ]);
  expect(both.rows[0].peer.ratio).toBeCloseTo(3);
  expect(both.rows[1].peer).toBeUndefined();
  const lines = toTable(both).split('\n');
  expect(lines[4]).toBe('torch: torch 2, a GPU');
  expect(lines[6]).toMatch(/ 0\.200 +3\.00× +3\.0 MB$/);
  expect(lines.slice(7)).toEqual([expect.stringMatching(/^fixed .* – +– +–$/), 'torch: fixed heads are not measured']);
});

it('tells processor time where the work is done on a CPU', () => {
  const rows = [row({ kind: 'dense', length: 64 }, { cpuMs: 0.5 }), row({ kind: 'fixed', length: 64 }, { cpuMs: 2 })];
  const both = joined(report(rows), [{ id: 0, wallMs: 0.2, cpuMs: 0.25, peakBytes: null }]);
  expect(both.rows[0].peer).toMatchObject({ cpuMs: 0.25, cpuRatio: 2 });
  const [head, first, second] = toTable(both).split('\n').slice(5);
  expect(head).toMatch(/ CPU ms +torch ms +of torch +torch bytes +torch CPU ms +CPU of torch$/);
  expect(first).toMatch(/ 0\.500 +0\.200 +3\.00× +– +0\.250 +2\.00×$/);
  expect(second).toMatch(/ 2\.000 +– +– +– +– +–$/);
  expect(toTable(report([row({ kind: 'dense', length: 64 })]))).not.toContain('CPU ms');
});

it('says why there is no peer', () => {
  const none = joined(report([row({ kind: 'dense', length: 64 })]), [{ unavailable: 'no torch' }]);
  expect(toTable(none)).toContain('torch: unavailable: no torch');
});

it('tells parts of all layers as one, by the median of the rounds, the longest first', () => {
  const part = (scope, kernel, milliseconds) => ({
    op: 'matMul',
    kernel,
    scope,
    milliseconds,
    dispatches: 2,
    bytes: 1e6,
  });
  const round = (a, b, c) => [part('layers.0/out', 'tile', a), part('layers.1/out', 'tile', b), part('loss', 'row', c)];
  const parts = partsOf([round(1, 2, 4), round(1, 4, 9), round(2, 1, 5)]);
  expect(parts).toEqual([
    { op: 'matMul', kernel: 'row', scope: 'loss', dispatches: 2, milliseconds: 5, bytes: 1e6 },
    { op: 'matMul', kernel: 'tile', scope: 'layers.*/out', dispatches: 4, milliseconds: 3, bytes: 2e6 },
  ]);
  const lines = toTable(report([row({ kind: 'dense', length: 64 }, { parts })])).split('\n');
  expect(lines.slice(-4)).toEqual([
    'dense, B = 1, T = 64, E = 8',
    'part                        GPU ms   share  dispatches  GB/s',
    'matMul  row  loss            5.000  62.5 %           2     0',
    'matMul  tile  layers.*/out   3.000  37.5 %           4     1',
  ]);
});
