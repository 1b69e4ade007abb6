import { fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { hasVulkanDriver, softwareGpuEnvironment } from '@mosa-js/software-gpu';
import { beforeAll, describe, expect, it } from 'vitest';

interface Found {
  readonly name: string;
  readonly device: string;
  readonly fused: string[];
  readonly warnings: string[];
  readonly sums: number[][];
  readonly exactSums: number[];
  readonly ands: [number[], number[]][];
  readonly turned: [number[], number[]][];
  readonly forCpu: string;
  readonly readAgain: { readonly first: number[]; readonly sessions: number };
  readonly own: {
    readonly location: string;
    readonly first: number[];
    readonly second: number[];
    readonly expected: number[];
  };
  readonly left: { readonly tensors: number; readonly bytes: number };
}

const env = hasVulkanDriver() ? {} : await softwareGpuEnvironment();

/** In another process, since a Vulkan driver is found by the environment that a process starts with. */
function onWebgpu(): Promise<Found> {
  const path = fileURLToPath(new URL('./fixtures/on-webgpu.mjs', import.meta.url));
  const child = fork(path, { env: { ...process.env, ...env }, execArgv: [], serialization: 'advanced', silent: true });
  let written = '';
  child.stderr?.on('data', (text) => {
    written += text;
  });
  return new Promise((resolve, reject) => {
    child.on('message', (found) => resolve(found as Found));
    child.on('close', (code) => reject(new Error(`exit code ${code}: ${written}`)));
  });
}

describe.skipIf(env === undefined)('onnxruntime-node webgpu', () => {
  let found: Found;
  beforeAll(async () => {
    found = await onWebgpu();
  }, 120_000);

  const close = (actual: number[], expected: number[], tolerance: number) => {
    const largest = Math.max(...expected.map(Math.abs));
    expect(actual).toHaveLength(expected.length);
    actual.forEach((value, i) => {
      expect(Math.abs(value - expected[i]!) / largest).toBeLessThan(tolerance);
    });
  };

  it('says what it is and leaves nothing', () => {
    expect(found).toMatchObject({ name: 'onnxruntime-node-webgpu', device: 'webgpu', left: { tensors: 0, bytes: 0 } });
  });

  it('says once what is not right on this GPU, and does without', () => {
    // SwiftShader has subgroups of 4, for which the provider's attention is not made.
    const isAsked = env !== undefined && Object.keys(env).length > 0;
    expect(found.fused).toContain('selectIndices');
    expect(found.warnings).toHaveLength(found.fused.includes('attention') ? 0 : 1);
    if (!isAsked) return;
    expect(found.warnings).toEqual([
      expect.stringMatching(/causal attention in a slower form.*MultiHeadAttention: expected/),
    ]);
  });

  it('scatters to the same bits each time, where many updates meet in a row', () => {
    for (const sums of found.sums) expect(sums).toEqual(found.sums[0]);
    close(found.sums[0]!, found.exactSums, 1e-5);
  });

  it('broadcasts `and` right after another that broadcasts otherwise', () => {
    expect(found.ands).toHaveLength(3);
    for (const [actual, expected] of found.ands) expect(actual).toEqual(expected);
  });

  it('compares on the GPU what it transposed', () => {
    expect(found.turned).toHaveLength(3);
    for (const [actual, expected] of found.turned) expect(actual).toEqual(expected);
  });

  it('makes no session for another reading', () => {
    expect(found.readAgain.sessions).toBe(0);
    close(
      found.readAgain.first,
      found.own.expected.map((value) => 2 * value),
      1e-6,
    );
  });

  it('hands tensors out and takes them in on the GPU, after their programs', () => {
    const { location, first, second, expected } = found.own;
    expect(location).toBe('gpu-buffer');
    close(
      first,
      expected.map((value) => 2 * value),
      1e-6,
    );
    close(
      second,
      expected.map((value) => 4 * value),
      1e-6,
    );
  });

  it('refuses a model of which a node would be computed on the CPU', () => {
    expect(found.forCpu).toMatch(/CPU EP/);
  });
});
