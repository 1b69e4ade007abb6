import { spawnSync } from 'node:child_process';
import { existsSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { hasVulkanDriver, softwareGpuEnvironment } from '@mosa-js/software-gpu';
import { describe, expect, it } from 'vitest';
import { launcher } from '../src/pack/launcher';
import { isSuperfluous, packedLibraries } from '../src/pack/libraries';
import { stage } from '../src/pack/stage';
import { small, temporaryFolder, textFile } from './support/command';

describe('pack', () => {
  it('names no library that another needs and that is not packed', () => {
    const all = packedLibraries('linux', 'x64');
    const names = all.map(({ name }) => name);
    for (const { needs = [] } of all) expect(names).toEqual(expect.arrayContaining([...needs]));
  });

  it('leaves out what no run reads', () => {
    for (const path of ['a.js.map', 'dist/a.d.ts', 'bin/libonnxruntime_providers_cuda.so', 'test/a.js'])
      expect(isSuperfluous(path), path).toBe(true);
    for (const path of ['dist/lab.js', 'bin/libonnxruntime.so.1', 'dist/latest.js'])
      expect(isSuperfluous(path), path).toBe(false);
  });

  it.runIf(process.platform === 'linux')('makes a lab that needs nothing but itself', async () => {
    const temporary = temporaryFolder();
    const text = textFile(temporary);
    const folder = join(temporary, 'mosa-lab');
    const leftOut = await stage(folder, [text]);
    expect(leftOut.join()).toContain('tfjs-node-gpu');
    rmSync(text);
    const start = (program: string, words: readonly string[], env = {}) =>
      spawnSync(join(folder, program), words, { env: { ...env, PATH: '/nonexistent' }, encoding: 'utf8', cwd: '/' });
    const run = (...words: string[]) => start('lab', words);
    const help = run('--help');
    expect(help, `${help.error ?? help.stderr}`).toMatchObject({ status: 0 });
    for (const backend of ['tfjs-wasm', 'onnxruntime-node-cpu', 'onnxruntime-web-wasm']) {
      const words = small('text.txt', 2).map((word) => (word === 'reference' ? backend : word));
      const { status, stderr } = run('train', ...words);
      expect({ backend, status, stderr }).toMatchObject({ status: 0 });
      expect(existsSync(join(folder, 'results', `train-tiny-${backend}-s1`, 'run.json'))).toBe(true);
    }
    const benchHelp = start('bench', ['--help']);
    expect(benchHelp).toMatchObject({ status: 0, stdout: expect.stringContaining('mosa-lab/bench BENCHMARK') });
    // With a driver of its own the machine decides which GPU it is, and without SwiftShader there is none.
    const gpu = hasVulkanDriver() ? undefined : await softwareGpuEnvironment();
    if (gpu === undefined) return;
    const words = 'matmul --lengths 64 --heads 1 --runs 1 --rounds 1 --warm-up 1 --allow-software --peer torch'.split(
      ' ',
    );
    const { status, stdout, stderr } = start('bench', words, { VK_DRIVER_FILES: gpu.VK_DRIVER_FILES });
    expect({ status, stderr }).toMatchObject({ status: 0 });
    expect(stdout).toMatch(/^torch: unavailable: python3 .*\nkind .*\nsquare .*\nbatched /m);
    expect(existsSync(join(folder, 'apps', 'bench', 'peer', 'peer.py'))).toBe(true);
  });

  it('says which commit it was made from', () => {
    expect(launcher('dist/lab.js', 'abc')).toContain("export MOSA_LAB_COMMIT='abc'");
    expect(launcher('dist/lab.js', undefined)).not.toContain('COMMIT');
  });
});
