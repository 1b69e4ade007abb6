import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { initModel, type LanguageModelConfig } from '../src/index';
import { models } from './support/models';

/** Of names, shapes and bits of a model's parameters and buffers, in order. */
function hashOf(config: LanguageModelConfig, seed: number): string {
  const hash = createHash('sha256');
  const { parameters, buffers } = initModel(config, seed);
  for (const [name, { shape, dtype, data }] of [...Object.entries(parameters), ...Object.entries(buffers)]) {
    expect(data).toBeInstanceOf(Float32Array);
    hash.update(`${name} ${dtype} ${shape}\n`).update(new Uint8Array(data.buffer, data.byteOffset, data.byteLength));
  }
  return hash.digest('hex').slice(0, 16);
}

/** Published runs begin with these bits: a change of one of them is a change of all that was published. */
describe('an initial model has the bits that it always had', () => {
  const mixed = models['mosa with routing']!;

  it.each<[name: string, hash: string, config: LanguageModelConfig, seed: number]>([
    ['dense', '0d1a3dc8ab935c33', models.dense!, 1],
    ['mosa', '53f8429fd0083800', models.mosa!, 2],
    ['local', 'f863a96626a626b4', models.local!, 3],
    ['fixed', '27c15925f9664dc9', models.fixed!, 4],
    ['routing', '6d7981115c09ded7', models.routing!, 5],
    ['mosa with dense', '07f4228eddd7efac', models['mosa with dense']!, 6],
    ['mosa with routing', '8580df9c4fa55ff1', models['mosa with routing']!, 7],
    ['a sum of three', 'f926538af31b6d9d', models['a sum of three']!, 8],
    ['layers of their own', 'f26e4ff4260c0cc4', models['layers of their own']!, 9],
    ['a larger one', '7f02d288f83e94e7', { ...mixed, vocabularySize: 300, layers: 5, feedForward: 3 }, 4],
    ['seed 0', '867284236da77d65', mixed, 0],
    ['a seed below 0', '60990d4bc4cc33d6', mixed, -5],
    ['a seed of 53 bits', '12a45f8b650f3dbb', mixed, 2 ** 53 - 1],
  ])('%s', (_, hash, config, seed) => {
    expect(hashOf(config, seed)).toBe(hash);
  });
});
