import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { type ProvisionOptions, provision } from '../src';
import { leftovers } from './support/command';
import { hasCompiler, standIn } from './support/stand-in';

describe.skipIf(!hasCompiler)(`provision()${hasCompiler ? '' : ': skipped, no g++ on Linux here'}`, () => {
  const given = standIn({ filler: 5_000_000 });
  afterAll(() => rmSync(given.folder, { recursive: true }));
  const { folder: cwd, sha256, pack } = given;
  // Paths and packages from the folder that it is told.
  const options = { cwd, wheel: given.wheel.slice(cwd.length + 1), sha256, cache: 'cache' };

  it('stops by its signal, with its reason, and leaves nothing', async () => {
    const stop = new AbortController();
    const reason = new Error('enough');
    const onStep = (step: string) => void (step.startsWith('building') && stop.abort(reason));
    await expect(provision({ ...options, signal: stop.signal, onStep })).rejects.toBe(reason);
    expect(leftovers(given)).toEqual([]);
    expect(existsSync(join(pack, 'deps'))).toBe(false);
  });

  it('tells its steps, and does what the command does', async () => {
    const steps: string[] = [];
    const what = { name: '@tensorflow/tfjs-node-gpu', version: '4.22.0', libtensorflow: '0.1.2', device: 'cpu' };
    const first = await provision({ ...options, onStep: (step) => steps.push(step) });
    expect(first).toMatchObject([{ ...what, status: 'provisioned' }]);
    expect(steps.at(-1)).toBe('loading it');
    expect(await provision(options)).toMatchObject([{ ...what, status: 'up to date' }]);
    expect(await provision({ cwd, task: 'remove' })).toMatchObject([{ status: 'removed' }]);
    expect(await provision({ cwd, task: 'check' })).toMatchObject([{ status: 'not provisioned', reason: 'no addon' }]);
  });
});

describe('provision() refuses', () => {
  it.each<[object, string]>([
    [{ task: 'install' }, 'provision task: expected provision or check or remove, got "install"'],
    [{ flavor: null }, 'provision flavor: expected cpu or gpu, got null'],
    [{ packages: 'here' }, 'provision packages: expected a list of folders, got "here"'],
    [{ packages: [''] }, 'provision packages: expected a path, got an empty word'],
    [{ wheel: 5 }, 'provision wheel: expected a path, got 5'],
    [
      { sha256: 'a'.repeat(64) },
      'provision sha256: expected 64 hexadecimal digits, beside provision wheel, got no wheel',
    ],
    [
      { wheel: 'a.whl', sha256: 'A' },
      'provision sha256: expected 64 hexadecimal digits, beside provision wheel, got "A"',
    ],
    [{ cache: '' }, 'provision cache: expected a path, got an empty word'],
    [{ cwd: 5 }, 'provision cwd: expected a path, got 5'],
  ])('%j', async (options, message) => {
    await expect(provision(options as ProvisionOptions)).rejects.toMatchObject({ code: 'usage', message });
  });

  it('a folder without packages, saying what to install', async () => {
    const cwd = mkdtempSync(join(tmpdir(), 'mosa-nothing-'));
    await expect(provision({ cwd, task: 'check' })).rejects.toMatchObject({
      code: 'unavailable',
      expected: expect.stringContaining('npm install --ignore-scripts @tensorflow/tfjs-node-gpu'),
    });
    rmSync(cwd, { recursive: true });
  });
});
