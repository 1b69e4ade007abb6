import { expect, it } from 'vitest';
import { readOptions } from '../src/node/command-line.js';
import { benchmarks } from '../src/options.js';
import { attentionOf, layerShapes } from '../src/shapes.js';

it('knows what each benchmark takes where nothing is said', () => {
  for (const [benchmark, { lengths, heads }] of Object.entries(benchmarks))
    expect(readOptions([benchmark])).toMatchObject({ benchmark, lengths, heads, batch: 1, backend: 'webgpu' });
  expect(readOptions(['select']).k).toEqual([{ share: 32 }, { count: 64 }]);
  expect(readOptions(['layer']).k).toEqual([]);
});

it('makes a row for each number that was asked for', () => {
  const options = readOptions(['layer', '--kind', 'mosa,dense,local', '--heads', '2,4', '--sparsity', '8,16']);
  const shapes = layerShapes(options, 64);
  expect(shapes).toHaveLength(2 * (2 + 1 + 2));
  expect(shapes[0]).toEqual({ kind: 'mosa', batch: 1, length: 64, heads: 2, sparsity: 8 });
  expect(shapes[2]).toEqual({ kind: 'dense', batch: 1, length: 64, heads: 2 });
  expect(attentionOf(shapes[0], options)).toEqual({ kind: 'mosa', dModel: 512, dHead: 64, heads: 2, sparsity: 8 });
});

it('gives a kind heads of its own, once', () => {
  const options = readOptions(['step', '--kind', 'mosa:276,dense:9,local', '--heads', '2,4']);
  const shapes = layerShapes(options, 64).map(({ kind, heads }) => `${kind} ${heads}`);
  expect(shapes).toEqual(['mosa 276', 'dense 9', 'local 2', 'local 4']);
  for (const odd of ['dense:0', 'dense:', 'dense:9:9', 'odd:9', 'mosa:1.5'])
    expect(() => readOptions(['step', '--kind', odd])).toThrow(/dense:9/);
});

it('takes k in place of a sparsity, each once, and none above T', () => {
  const options = readOptions(['layer', '--kind', 'mosa', '--k', 'T/4,16,1000']);
  expect(layerShapes(options, 64).map(({ k }) => k)).toEqual([16]);
  expect(attentionOf(layerShapes(options, 64)[0], options)).toMatchObject({ kind: 'mosa', k: 16 });
});
