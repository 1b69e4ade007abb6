import { mkdirSync, mkdtempSync, readdirSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Backend } from '@mosa-js/core';
import { createReferenceBackend } from '@mosa-js/reference';
import { describe, expect, it, onTestFinished } from 'vitest';
import { type TrainOptions, train, UnsavedError } from '../src/index';
import { checkpointFiles, loadCheckpoint, saveCheckpoint } from '../src/node';
import { models, pattern } from './support/models';

const data = { train: { tokens: pattern(200) }, valid: { tokens: pattern(90) } };

function options(backend: Backend, more: Partial<TrainOptions> = {}): TrainOptions {
  const config = models['mosa with dense']!;
  const size = { steps: 6, batch: 2, length: 16 };
  return { backend, config, optimizer: { learningRate: 3e-3 }, data, ...size, seed: 5, ...more };
}

function temporaryFolder(): string {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), 'mosa-unsaved-')));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

describe('a path that cannot be written is found out before any device work', () => {
  // One that could not do any.
  const unusable = createReferenceBackend();
  void unusable.dispose();

  it.each<[string, (folder: string) => string | URL]>([
    ['a folder that is not there', (folder) => join(folder, 'no', 'run.safetensors')],
    ['the same as a URL', (folder) => pathToFileURL(join(folder, 'no', 'run.safetensors'))],
    ['a folder', (folder) => folder],
    ['a file as a folder', (folder) => join(folder, 'file', 'run.safetensors')],
    ['a device', () => '/dev/null'],
    ['below /proc', () => '/proc/no/such'],
  ])('%s', async (_, pathOf) => {
    const folder = temporaryFolder();
    writeFileSync(join(folder, 'file'), '');
    const good = join(folder, 'good.safetensors');
    const wrong = pathOf(folder);
    for (const paths of [{ latest: wrong }, { latest: good, best: wrong }]) {
      const run = train(options(unusable, { checkpoint: checkpointFiles(paths) }));
      await expect(run).rejects.toMatchObject({ name: 'MosaError', code: 'output', where: String(wrong) });
    }
    expect(readdirSync(folder)).toEqual(['file']);
  });

  it('and one that can be is left as it was', async () => {
    const folder = temporaryFolder();
    writeFileSync(join(folder, 'run.safetensors'), 'old');
    await checkpointFiles({
      latest: join(folder, 'run.safetensors'),
      best: join(folder, 'best.safetensors'),
    }).prepare();
    expect(readdirSync(folder)).toEqual(['run.safetensors']);
  });
});

describe('a checkpoint that cannot be saved', () => {
  const caught = async (run: Promise<unknown>): Promise<UnsavedError> => {
    const error = await run.then(
      () => undefined,
      (thrown: unknown) => thrown,
    );
    expect(error).toBeInstanceOf(UnsavedError);
    return error as UnsavedError;
  };

  it('is in the error, with the curve, to be saved elsewhere: a folder that was removed', async () => {
    const backend = createReferenceBackend();
    const folder = join(temporaryFolder(), 'run');
    mkdirSync(folder);
    const checkpoint = { every: 2, ...checkpointFiles({ latest: join(folder, 'run.safetensors') }) };
    const onProgress = ({ kind, step }: { kind: string; step: number }) => {
      if (kind === 'checkpoint' && step === 2) rmSync(folder, { recursive: true });
    };
    const { code, where, actual, result } = await caught(train(options(backend, { checkpoint, onProgress })));
    expect({ code, where }).toEqual({ code: 'output', where: join(folder, 'run.safetensors') });
    expect(actual).toMatch(/^ENOENT.*; the last checkpoint is that of step 2$/);
    expect(result.checkpoint.state.step).toBe(4);
    expect(result.curve.map(({ step }) => step)).toEqual([1, 2, 3, 4]);
    expect(result.stopped).toBe(true);

    const elsewhere = join(temporaryFolder(), 'run.safetensors');
    await saveCheckpoint(elsewhere, result.checkpoint);
    const rest = await train(options(backend, { resume: await loadCheckpoint(elsewhere) }));
    const whole = await train(options(backend));
    expect([...result.curve, ...rest.curve]).toEqual(whole.curve);
    expect(rest.checkpoint).toEqual(whole.checkpoint);
  });

  it('after the last step, the result is whole: a disk that is full, told by an error of another kind', async () => {
    const backend = createReferenceBackend();
    const full = Object.assign(new Error('ENOSPC: no space left on device, write'), { code: 'ENOSPC' });
    const save = () => Promise.reject(full);
    const error = await caught(train(options(backend, { checkpoint: { save }, evaluate: { every: 3 } })));
    expect(error).toMatchObject({
      code: 'output',
      message:
        'train checkpoint: expected one that can be saved, got ENOSPC: no space left on device, write; no checkpoint was saved',
      cause: full,
    });
    expect(error.result).toEqual(await train(options(backend, { evaluate: { every: 3 } })));
  });

  it('nor is the best one lost', async () => {
    const save = async () => undefined;
    const saveBest = () => Promise.reject(new Error('no'));
    const run = train(options(createReferenceBackend(), { checkpoint: { save, saveBest }, evaluate: { every: 2 } }));
    const { result } = await caught(run);
    expect(result.checkpoint.best?.step).toBe(2);
    expect(result.evaluations.map(({ step }) => step)).toEqual([2]);
  });
});
