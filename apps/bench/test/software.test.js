import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { hasVulkanDriver, softwareGpuEnvironment } from '@mosa-js/software-gpu';
import { describe, expect, it, onTestFinished } from 'vitest';
import { benchmarks } from '../src/options.js';
import { bench } from './support/bench.js';

// With a driver of its own the machine decides which GPU it is; then these would time it.
const env = process.platform === 'linux' && !hasVulkanDriver() ? await softwareGpuEnvironment() : undefined;
// Of so few queries attention runs from primitives, whose shaders compile in a moment.
const tiny = ['--lengths', '8', '--runs', '1', '--rounds', '1', '--warm-up', '1'];
const small = [...tiny, '--width', '32', '--head-width', '16', '--heads', '2', '--layers', '1'];

// Skipped where there is no GPU in software: npm install @sparticuz/chromium (Linux x64), and no Vulkan driver beside it.
describe.skipIf(env === undefined)('on a GPU in software', () => {
  it('is refused, since its times say nothing', async () => {
    const { code, out, err } = await bench(['layer', ...small], { env });
    expect({ code, out }).toEqual({ code: 1, out: '' });
    expect(err).toMatch(
      /^bench: .*\(software\): its times say nothing about a GPU\. For a smoke test add --allow-software\n$/,
    );
  });

  // One kind of heads, since compiling takes what time there is here.
  it.each(Object.keys(benchmarks))('%s runs', async (benchmark) => {
    const words = [
      benchmark,
      ...small,
      '--kind',
      ...(benchmark === 'decode' ? ['mosa', '--draw', 'logits,2'] : ['dense']),
      ...(benchmark === 'step' ? ['--profile'] : []),
      '--allow-software',
      '--json',
      '-',
    ];
    const { code, out, err } = await bench(words, { env });
    expect({ code, err }).toEqual({ code: 0, err: expect.stringMatching(/floor: .*\nproduct: .*\nkind /) });
    const { rows, floor, largeProduct } = JSON.parse(out);
    expect(rows.length).toBeGreaterThan(0);
    expect(floor.hostUs).toBeGreaterThan(0);
    expect(largeProduct.flopsPerSecond).toBeGreaterThan(0);
    for (const { refused, wallMs, hostMs, dispatches, reservedBytes, made } of rows) {
      expect(refused).toBeUndefined();
      for (const value of [wallMs, hostMs, dispatches, reservedBytes]) expect(value).toBeGreaterThan(0);
      // A repeated run makes nothing on the device.
      expect(made).toMatchObject({ buffers: 0, bindGroups: 0, pipelines: 0 });
    }
    if (benchmark !== 'step') return;
    const sum = (field) => rows[0].parts.reduce((total, part) => total + part[field], 0);
    expect(sum('dispatches')).toBe(rows[0].dispatches);
    expect(sum('bytes')).toBe(rows[0].bytes);
    expect(err).toMatch(/\npart +GPU ms +share +dispatches +GB\/s\n/);
    const explained = await bench([...words.filter((word) => word !== '--profile'), '--explain'], { env });
    expect(JSON.parse(explained.out).rows[0].programs[0].dispatches).toBe(rows[0].dispatches);
  });

  it('runs on ONNX Runtime, which is refused likewise, and tells its wall time, and the GPU by a profile', async () => {
    const words = ['layer', ...small, '--kind', 'mosa', '--backend', 'onnxruntime-node-webgpu', '--json', '-'];
    const refused = {
      code: 1,
      out: '',
      err: expect.stringMatching(/: its times say nothing about a GPU\. For a smoke/),
    };
    expect(await bench(words, { env })).toEqual(refused);
    const { code, out, err } = await bench([...words, '--profile', '--allow-software'], { env });
    expect({ code, err }).toEqual({ code: 0, err: expect.stringMatching(/onnxruntime-node .*\nh = 32/) });
    const { about, asked, floor, rows } = JSON.parse(out);
    const clock = 'WALL CLOCK; the GPU by --profile alone, in runs of their own';
    expect({ about, asked, floor }).toMatchObject({
      about: { software: true, clock },
      asked: { threads: 0 },
      floor: undefined,
    });
    expect(rows).toEqual([expect.objectContaining({ kind: 'mosa', length: 8, wallMs: expect.any(Number) })]);
    for (const name of ['refused', 'hostMs', 'dispatches', 'bytes']) expect(rows[0][name], name).toBeUndefined();
    const { parts, gpuMs } = rows[0];
    expect(parts.reduce((sum, { milliseconds }) => sum + milliseconds, 0)).toBeCloseTo(gpuMs);
    // What queries, keys and values share, the product of attention's scores, that of its values, and the output.
    expect(parts.find(({ op }) => op === 'MatMul').dispatches).toBeGreaterThanOrEqual(4);
    expect(parts.find(({ op }) => op === 'TopK').dispatches).toBe(2);
  });

  it('runs on the tensors of TensorFlow.js, without checks, writes a page, and goes on where the peer is not there', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'mosa-bench-'));
    onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
    const page = join(folder, 'page.html');
    // A search path without any python3.
    const shell = `PATH=${folder} "$@"`;
    const words = ['layer', ...small, '--allow-software', '--backend', 'tfjs-webgpu', '--unchecked'];
    const { code, out } = await bench([...words, '--page', page, '--peer', 'torch'], { env, shell });
    expect({ code, out }).toEqual({
      code: 0,
      out: expect.stringMatching(/^This GPU is in software: .*\nlayer on .*tfjs .*UNCHECKED/),
    });
    expect(out).toMatch(/torch: unavailable: python3 cannot be started/);
    expect(readFileSync(page, 'utf8')).toContain('<polyline');
  });
});
