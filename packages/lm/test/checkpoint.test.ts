import { spawn } from 'node:child_process';
import { mkdtemp, readdir, readFile, rm, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { parseSafetensors, type Tensor, writeSafetensors } from '@mosa-js/safetensors';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  type Checkpoint,
  characterTokenizer,
  decodeCheckpoint,
  encodeCheckpoint,
  initModel,
  type LanguageModelConfig,
  train,
} from '../src/index';
import { loadCheckpoint, saveCheckpoint } from '../src/node/index';
import { runOptions } from './fixtures/settings.mjs';
import { createBackend } from './support/backends';
import { models } from './support/models';

const config = models['mosa with routing']!;
const fixture = (name: string) => fileURLToPath(new URL(`fixtures/${name}`, import.meta.url));
let folder: string;
const at = (name: string) => join(folder, name);

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'mosa-lm-'));
});
afterAll(() => rm(folder, { recursive: true }));

/** A checkpoint with a number of its own in every element. */
function example(of: LanguageModelConfig = config): Checkpoint {
  const { parameters, buffers } = initModel(of, 1);
  const moments = { first: initModel(of, 2).parameters, second: initModel(of, 3).parameters };
  return {
    config: of,
    optimizer: { learningRate: 1e-3, clip: 1 },
    run: { batch: 2, length: 8, seed: 4, data: '01234567' },
    state: { step: 12, parameters, buffers, moments },
    tokenizer: characterTokenizer('a\ud83d\ude00€\ud800').toJSON(),
    best: { step: 10, loss: 2.5 },
  };
}

describe('a checkpoint', () => {
  it('comes back as it was, from a file and from bytes', async () => {
    const checkpoint = example();
    await saveCheckpoint(at('whole'), checkpoint);
    expect(await loadCheckpoint(at('whole'))).toEqual(checkpoint);
    expect(await decodeCheckpoint(encodeCheckpoint(checkpoint))).toEqual(checkpoint);
    expect(new Uint8Array(await readFile(at('whole')))).toEqual(encodeCheckpoint(checkpoint));
    expect(await loadCheckpoint(at('whole'), checkpoint)).toEqual(checkpoint);
  });

  it('keeps all digits of a backend that computes in float64', async () => {
    const { state, ...rest } = example();
    const gain = { ...state.parameters['norm.weight']!, data: new Float64Array(16).fill(Math.PI) };
    const wide = { ...rest, state: { ...state, parameters: { ...state.parameters, 'norm.weight': gain } } };
    await saveCheckpoint(at('wide'), wide);
    expect(await loadCheckpoint(at('wide'))).toEqual(wide);
  });

  it('may be without moments', async () => {
    const { state, tokenizer, best, ...rest } = example(models.dense!);
    const { moments, ...weights } = state;
    const bare = { ...rest, state: weights };
    expect(await decodeCheckpoint(encodeCheckpoint(bare))).toEqual(bare);
    expect([moments, tokenizer, best].every(Boolean)).toBe(true);
  });

  it('of another configuration is refused, and all that differs is named', async () => {
    await saveCheckpoint(at('other'), example());
    const wanted = { config: { ...config, layers: 3, dropout: 0.1 }, run: { ...example().run, seed: 5 } };
    await expect(loadCheckpoint(at('other'), wanted)).rejects.toMatchObject({
      code: 'config',
      where: at('other'),
      actual:
        'config.dropout: 0 in the checkpoint, 0.1 here; config.layers: 2 in the checkpoint, 3 here; ' +
        'run.seed: 4 in the checkpoint, 5 here',
    });
  });
});

describe('a file that lies', () => {
  const broken = async (change: (tensors: Map<string, Tensor>, metadata: Record<string, string>) => void) => {
    const { tensors, metadata } = parseSafetensors(encodeCheckpoint(example()));
    const [changed, with_] = [new Map(tensors), { ...metadata }];
    change(changed, with_);
    await writeFile(at('broken'), writeSafetensors(changed, { metadata: with_ }));
    return loadCheckpoint(at('broken'));
  };
  const withMetadata = (name: string, value: string) =>
    broken((_, metadata) => {
      metadata[name] = value;
    });
  const refusal = (expected: string, actual?: string) => ({
    name: 'MosaError',
    code: 'data',
    where: at('broken'),
    expected: expect.stringContaining(expected),
    ...(actual === undefined ? {} : { actual }),
  });

  it('is refused when cut off anywhere', async () => {
    const bytes = encodeCheckpoint(example());
    for (const length of [0, 7, 8, 100, bytes.length >> 1, bytes.length - 1]) {
      await writeFile(at('broken'), bytes);
      await truncate(at('broken'), length);
      await expect(loadCheckpoint(at('broken'))).rejects.toMatchObject(refusal(''));
      await expect(decodeCheckpoint(bytes.slice(0, length))).rejects.toMatchObject({ name: 'MosaError', code: 'data' });
    }
    await expect(loadCheckpoint(at('none'))).rejects.toMatchObject({ code: 'data', where: at('none') });
  });

  it('is refused when it is no checkpoint', async () => {
    const noFormat = broken((_, metadata) => void delete metadata.format);
    await expect(noFormat).rejects.toMatchObject(refusal('format', 'none'));
    const newer = withMetadata('version', '2');
    await expect(newer).rejects.toMatchObject(refusal('version "1"', '"2"'));
  });

  it.each([
    ['config', '{', 'config as JSON'],
    ['optimizer', '3', 'optimizer in the metadata to be an object'],
    ['run', 'null', 'run in the metadata to be an object'],
    ['step', '-1', 'step in the metadata'],
    ['step', '"1"', 'step in the metadata'],
    ['best', '[', 'best as JSON'],
    ['tokenizer', '1', 'tokenizer in the metadata'],
  ])('is refused with a %s of %s', async (name, value, expected) => {
    await expect(withMetadata(name, value)).rejects.toMatchObject(refusal(expected));
  });

  it.each([
    ['run', '{"batch":2,"length":8,"seed":4}', 'data', 'run.data'],
    ['run', '{"batch":0,"length":8,"seed":4,"data":""}', 'data', 'run.batch'],
    ['run', '{"batch":2,"length":"8","seed":4,"data":""}', 'data', 'run.length'],
    ['run', '{"batch":2,"length":8,"seed":0.5,"data":""}', 'data', 'run.seed'],
    ['run', '{"batch":2,"length":8,"seed":4,"data":"","more":1}', 'config', 'run'],
    ['best', '{"step":-1,"loss":2}', 'data', 'best.step'],
    ['best', '{"step":1,"loss":null}', 'data', 'best.loss'],
    ['optimizer', '[]', 'config', 'optimizer learningRate'],
    ['optimizer', '{"learningRate":-1}', 'config', 'optimizer learningRate'],
    ['optimizer', '{"learningRate":1,"clip":[1]}', 'config', 'optimizer clip'],
    ['tokenizer', '{"name":null}', 'config', 'tokenizer'],
    ['tokenizer', '{"name":"characters","characters":"ba"}', 'config', 'tokenizer'],
    ['tokenizer', '{"name":"hugging-face","vocabularySize":0,"fingerprint":""}', 'config', 'tokenizer vocabularySize'],
    ['tokenizer', '{"name":"hugging-face","vocabularySize":1,"fingerprint":1}', 'config', 'tokenizer fingerprint'],
  ])('is refused with a %s of %s, which it is not', async (name, value, code, where) => {
    await expect(withMetadata(name, value)).rejects.toMatchObject({ code, where: `${at('broken')} ${where}` });
  });

  it('is refused where its config is impossible', async () => {
    const layers = (count: number) => JSON.stringify({ ...config, layers: count });
    await expect(withMetadata('config', layers(-1))).rejects.toMatchObject({
      code: 'config',
    });
    const expected = 'tensor layers.2.norm1.weight';
    await expect(withMetadata('config', layers(3))).rejects.toMatchObject(refusal(expected));
    await expect(withMetadata('config', layers(1000))).rejects.toMatchObject(refusal('layers'));
    await expect(withMetadata('config', layers(1e12))).rejects.toMatchObject({ code: 'config' });
  });

  it.each(['embedding.weight', 'layers.1.attention.other.centres', 'optimizer.second.norm.weight'])(
    'is refused without %s, or with another shape or dtype, or with a tensor too many',
    async (name) => {
      await expect(broken((tensors) => void tensors.delete(name))).rejects.toMatchObject(
        refusal(`tensor ${name} of F32`, 'nothing'),
      );
      const one: Tensor = { dtype: 'F32', shape: [1], data: new Float32Array(1) };
      await expect(broken((tensors) => void tensors.set(name, one))).rejects.toMatchObject(refusal(name, 'F32 [1]'));
      const whole: Tensor = { dtype: 'I32', shape: [1], data: new Int32Array(1) };
      await expect(broken((tensors) => void tensors.set(name, whole))).rejects.toMatchObject(refusal(name, 'I32 [1]'));
      await expect(broken((tensors) => void tensors.set('more', one))).rejects.toMatchObject(
        refusal('only the tensors', 'tensor "more"'),
      );
    },
  );
});

describe('a process', () => {
  it('that is killed goes on with the same losses', async () => {
    const path = at('killed');
    const child = spawn(process.execPath, [fixture('run.mjs'), path, '100000', '3'], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    const before: number[] = [];
    const ended = new Promise<NodeJS.Signals | null>((resolve) => child.once('exit', (_, signal) => resolve(signal)));
    for await (const line of createInterface({ input: child.stdout })) {
      const { kind, step, loss } = JSON.parse(line);
      if (kind === 'step') before.push(loss);
      if (kind === 'step' && step === 11) child.kill('SIGKILL');
    }
    expect(await ended).toBe('SIGKILL');
    const resume = await loadCheckpoint(path, { config: runOptions.config });
    expect(resume.state.step).toBeGreaterThanOrEqual(6);
    expect(resume.state.step % 3).toBe(0);

    const backend = await createBackend['tfjs-cpu']!();
    const steps = before.length + 4;
    const options = { ...runOptions, config: runOptions.config, backend, steps };
    const rest = await train({ ...options, resume });
    const whole = await train(options);
    const losses = whole.curve.map(({ loss }) => loss);
    expect(before).toEqual(losses.slice(0, before.length));
    expect(rest.curve.map(({ loss }) => loss)).toEqual(losses.slice(resume.state.step));
    expect(rest.checkpoint).toEqual(whole.checkpoint);
    await backend.dispose();
  });

  it.skipIf(process.platform === 'win32')(
    'whose disk is full leaves the old checkpoint, and nothing else',
    async () => {
      const { batch, length, seed, optimizer } = runOptions;
      const own = runOptions.config;
      const run = { batch, length, seed, data: '00000000' };
      const old: Checkpoint = { config: own, optimizer, run, state: { step: 1, ...initModel(own, 1) } };
      const path = at('full');
      await saveCheckpoint(path, old);
      const names = await readdir(folder);
      // A limit on the size of files fails as a full disk does: in the middle of a write.
      const save = (limit: string) =>
        outputOf('bash', [
          '--norc',
          '-c',
          `ulimit -f ${limit}; exec "$@"`,
          '-',
          process.execPath,
          fixture('save.mjs'),
          path,
        ]);
      expect(await save('16')).toBe('MosaError output\n');
      expect(await loadCheckpoint(path)).toEqual(old);
      expect(await readdir(folder)).toEqual(names);
      expect(await save('unlimited')).toBe('saved\n');
      expect((await loadCheckpoint(path)).state.step).toBe(2);
    },
  );
});

function outputOf(command: string, args: readonly string[]): Promise<string> {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, { stdio: ['ignore', 'pipe', 'inherit'] });
    let output = '';
    child.stdout.on('data', (chunk) => {
      output += chunk;
    });
    child.once('error', reject);
    child.once('close', () => resolve(output));
  });
}
