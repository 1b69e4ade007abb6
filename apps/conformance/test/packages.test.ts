import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { knownBackends } from '@mosa-js/conformance';
import type { ConformanceDevices } from '@mosa-js/core/adapter';
import { describe, expect, it } from 'vitest';

const app = fileURLToPath(new URL('..', import.meta.url));
const bin = fileURLToPath(new URL('../bin/mosa-conformance.js', import.meta.resolve('@mosa-js/conformance')));
const run = (...words: string[]) => spawnSync(process.execPath, [bin, ...words], { cwd: app, encoding: 'utf8' });

describe('the known backends are what their packages say of themselves', () => {
  it.each(knownBackends.map((known) => [known.name, known] as const))('%s', async (_name, known) => {
    const { backends }: { backends: ConformanceDevices } = await import(`${known.packageName}/conformance`);
    const { description, needs, packages } = backends[known.device]!;
    expect({ description, needs }).toEqual({ description: known.description, needs: known.needs });
    expect([known.packageName, ...packages]).toEqual(known.packages);
    const all = knownBackends.filter(({ packageName }) => packageName === known.packageName);
    expect(Object.keys(backends).sort()).toEqual(all.map(({ device }) => device).sort());
  });
});

it('an adapter of ours runs by its package name, under the names that reports know', () => {
  const { status, stdout } = run(
    '--backend',
    '@mosa-js/tfjs,@mosa-js/onnxruntime:cpu',
    '--filter',
    'op/neg',
    '--json',
    '-',
  );
  const { backends } = JSON.parse(stdout);
  expect(backends.map(({ name }: { name: string }) => name)).toEqual(['tfjs-cpu', 'tfjs-wasm', 'onnxruntime-node-cpu']);
  for (const { cases } of backends)
    expect(cases.every((result: { status: string }) => result.status === 'pass')).toBe(true);
  expect(status).toBe(0);
});

it('a device that our adapter does not have is a wrong command line', () => {
  const { status, stderr } = run('--backend', '@mosa-js/onnxruntime:cuda');
  expect(status).toBe(1);
  expect(stderr).toMatch(/expected a device of it: wasm, cpu, webgpu, web-webgpu, got "cuda"/);
});
