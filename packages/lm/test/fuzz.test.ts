import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Tokenizer as LibraryTokenizer } from '@huggingface/tokenizers';
import { checkOptimizer } from '@mosa-js/core/training';
import { afterAll, expect, it } from 'vitest';
import { damageJson } from '../../../fuzz/damage-json';
import { damageSafetensors } from '../../../fuzz/damage-safetensors';
import { fuzz, fuzzTimeout } from '../../../fuzz/fuzz';
import { oddValue, readingError } from '../../../fuzz/odd-values';
import type { Random } from '../../../fuzz/random';
import { unlessRefused } from '../../../fuzz/refusal';
import {
  type Checkpoint,
  characterTokenizer,
  decodeCheckpoint,
  encodeCheckpoint,
  fromHuggingFace,
  type HuggingFaceTokenizer,
  initModel,
  type LanguageModelConfig,
  parameterShapes,
  type Tokenizer,
  type TokenizerJSON,
  tokenizerFromJSON,
} from '../src/index';
import { loadCheckpoint } from '../src/node/index';
import { byteLevelJson, byteLevelTokenizer } from './support/hugging-face';
import { models } from './support/models';

const folder = mkdtempSync(join(tmpdir(), 'mosa-lm-fuzz-'));
afterAll(() => rmSync(folder, { recursive: true }));

function checkpoint(config: LanguageModelConfig, tokenizer: TokenizerJSON): Checkpoint {
  const { parameters, buffers } = initModel(config, 1);
  const moments = { first: initModel(config, 2).parameters, second: initModel(config, 3).parameters };
  const optimizer = { learningRate: 1e-3, clip: 1, warmupSteps: 5 };
  const run = { batch: 2, length: 8, seed: 4, data: '01234567' };
  return {
    config,
    optimizer,
    run,
    state: { step: 12, parameters, buffers, moments },
    tokenizer,
    best: { step: 10, loss: 2.5 },
  };
}

const huggingFace = byteLevelTokenizer();
const characters = characterTokenizer('a\ud83d\ude00€\ud800').toJSON();
const checkpoints = [
  checkpoint({ ...models['mosa with routing']!, layers: 1, dropout: 0.1 }, characters),
  checkpoint({ ...models['a sum of three']!, layers: 1 }, { name: 'bytes' }),
  checkpoint({ ...models.dense!, layers: 1, feedForward: 1 }, fromHuggingFace(huggingFace).toJSON()),
];
const files = checkpoints.map(encodeCheckpoint);

it(
  'loads a damaged checkpoint as a whole one or refuses it, from memory and from disk alike',
  async () => {
    const path = join(folder, 'damaged');
    await fuzz({
      covers: ['loaded', 'refused'],
      name: 'damaged checkpoints',
      count: 700,
      seed: 3_000_000,
      async item(random) {
        const bytes = damageSafetensors(random, random.pick(files), random.pick(files));
        const decoded = await unlessRefused('MosaError', ['data', 'config'], () => decodeCheckpoint(bytes));
        writeFileSync(path, bytes);
        const loaded = await unlessRefused('MosaError', ['data', 'config'], () => loadCheckpoint(path));
        expect(loaded).toEqual(decoded);
        if (decoded === undefined) return 'refused';
        checkWhole(decoded);
        // As bytes, since JSON writes −0 as 0.
        const again = Buffer.from(encodeCheckpoint(decoded));
        expect(again.equals(encodeCheckpoint(await decodeCheckpoint(again)))).toBe(true);
        return 'loaded';
      },
    });
  },
  fuzzTimeout,
);

/** All that a run that goes on from it relies on. */
function checkWhole({ config, optimizer, run, state, tokenizer, best }: Checkpoint): void {
  for (const [name, shape] of Object.entries(parameterShapes(config))) {
    for (const tensors of [state.parameters, state.moments?.first, state.moments?.second]) {
      if (tensors) expect(tensors[name]!.data).toHaveLength(shape.reduce((a, b) => a * b, 1));
    }
  }
  checkOptimizer(optimizer);
  for (const value of [run.batch, run.length]) expect(Number.isSafeInteger(value) && value >= 1).toBe(true);
  expect(Number.isSafeInteger(run.seed)).toBe(true);
  expect(typeof run.data).toBe('string');
  if (best) expect(Number.isSafeInteger(best.step) && Number.isFinite(best.loss)).toBe(true);
  if (tokenizer && tokenizer.name !== 'hugging-face') expect(tokenizerFromJSON(tokenizer).toJSON()).toEqual(tokenizer);
}

it(
  'makes the tokenizer that JSON names or refuses it',
  async () => {
    const good = [characters, { name: 'bytes' }, fromHuggingFace(huggingFace).toJSON()];
    await fuzz({
      covers: ['made', 'refused'],
      name: 'damaged tokenizer JSON',
      count: 3000,
      seed: 4_000_000,
      async item(random) {
        const json = random.chance(0.8) ? parsed(damageJson(random, random.pick(good))) : oddValue(random);
        if (json === noJson) return 'no JSON';
        const make = () => tokenizerFromJSON(json as TokenizerJSON, random.chance(0.8) ? { huggingFace } : {});
        const tokenizer = await unlessRefused('MosaError', ['config'], () => unlessUnreadable(make));
        if (tokenizer === undefined) return 'refused';
        // What is named in it, and no more.
        expect(JSON.parse(JSON.stringify(tokenizer))).toEqual(json);
        return 'made';
      },
    });
  },
  fuzzTimeout,
);

it(
  'takes a tokenizer of a damaged tokenizer.json as far as it is one',
  async () => {
    await fuzz({
      covers: ['usable', 'refused', 'refused in use'],
      name: 'damaged Hugging Face tokenizers',
      count: 700,
      seed: 5_000_000,
      async item(random) {
        const given = random.chance(0.7) ? damagedLibrary(random) : wrongLibrary(random);
        if (given === undefined) return 'refused by the library';
        const make = () => fromHuggingFace(given as HuggingFaceTokenizer);
        const tokenizer = await unlessRefused('MosaError', ['config'], () => unlessUnreadable(make));
        if (tokenizer === undefined) return 'refused';
        expect(Number.isSafeInteger(tokenizer.vocabularySize) && tokenizer.vocabularySize >= 1).toBe(true);
        expect(tokenizer.toJSON()).toEqual(fromHuggingFace(given as HuggingFaceTokenizer).toJSON());
        return (await isUsable(tokenizer, random)) ? 'usable' : 'refused in use';
      },
    });
  },
  fuzzTimeout,
);

async function isUsable(tokenizer: Tokenizer, random: Random): Promise<boolean> {
  const text = random.pick(['the end', 'a\ud83d\ude00€\ud800 <|end|>\n', '\0', 'x'.repeat(50)]);
  const ids = await unlessRefused('MosaError', ['data'], () => unlessUnreadable(() => tokenizer.encode(text)));
  if (ids === undefined) return false;
  for (const id of ids) expect(id >= 0 && id < tokenizer.vocabularySize).toBe(true);
  const again = await unlessRefused('MosaError', ['data'], () => unlessUnreadable(() => tokenizer.decode(ids)));
  if (again !== undefined) expect(typeof again).toBe('string');
  return again !== undefined;
}

const noJson = Symbol('no JSON');

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return noJson;
  }
}

/** A field that throws when it is read is its owner's. */
function unlessUnreadable<R>(action: () => R): R | undefined {
  try {
    return action();
  } catch (error) {
    if (error === readingError) return undefined;
    throw error;
  }
}

/** What the library makes of a damaged file. It refuses most of them in its own ways. */
function damagedLibrary(random: Random): unknown {
  try {
    const json = JSON.parse(damageJson(random, byteLevelJson()));
    // The library itself counts up to the highest id, which would take hours.
    const ids: unknown[] = [
      ...Object.values(json.model.vocab),
      ...json.added_tokens.map(({ id }: { id: unknown }) => id),
    ];
    return ids.some((id) => Number(id) > 1e6) ? undefined : new LibraryTokenizer(json, {});
  } catch {
    return undefined;
  }
}

/** An object that is like a tokenizer in parts. */
function wrongLibrary(random: Random): unknown {
  const ids = () =>
    random.pick([[0, 1], [-1], [3], [0.5], [Number.NaN], [undefined], [0n], Int32Array.of(1), oddValue(random)]);
  const vocabulary = () => {
    const id = random.pick([0, 1, 1, 1, -1, 0.5, 2 ** 53, Number.NaN, oddValue(random)]);
    return random.chance(0.8)
      ? new Map([
          ['a', 0],
          [random.chance(0.9) ? 'b' : oddValue(random), id],
        ] as never)
      : oddValue(random);
  };
  const members: Record<string, unknown> = {
    encode: () => (random.chance(0.8) ? { ids: ids() } : oddValue(random)),
    decode: () => (random.chance(0.8) ? 'ab' : oddValue(random)),
    get_vocab: vocabulary,
  };
  const vocab = vocabulary();
  members.get_vocab = () => vocab;
  if (random.chance(0.2)) members[random.pick(Object.keys(members))] = oddValue(random);
  return random.chance(0.95) ? members : oddValue(random);
}
