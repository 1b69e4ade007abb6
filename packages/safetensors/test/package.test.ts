import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import * as built from '@mosa-js/safetensors';
import * as builtNode from '@mosa-js/safetensors/node';
import { expect, it } from 'vitest';

const require = createRequire(import.meta.url);
const required: typeof built = require('@mosa-js/safetensors');
const requiredNode: typeof builtNode = require('@mosa-js/safetensors/node');

it.each([
  ['imported', built, builtNode],
  ['required', required, requiredNode],
])('the built package works when %s, with one error class for both entries', async (_how, main, node) => {
  const { writeSafetensors, parseSafetensors, SafetensorsError } = main;
  const file = writeSafetensors({ x: { dtype: 'F16', shape: [1], data: main.encodeF16([0.5]) } });
  expect(parseSafetensors(file).tensors.get('x')!.data).toEqual(Uint16Array.of(0x3800));
  await expect(node.openSafetensorsFile('nothing')).rejects.toBeInstanceOf(SafetensorsError);
  expect(Object.keys(node).sort()).toEqual(['checkWritable', 'openSafetensorsFile', 'writeSafetensorsFile']);
});

it('needs nothing of Node in its main entry', () => {
  const entry = readFileSync(require.resolve('@mosa-js/safetensors').replace('.cjs', '.js'), 'utf8');
  const chunks = [...entry.matchAll(/from "\.\/(chunk-\w+\.js)"/g)].map(([, chunk]) => chunk!);
  expect(chunks.length).toBeGreaterThan(0);
  const texts = chunks.map((chunk) => readFileSync(new URL(`../dist/${chunk}`, import.meta.url), 'utf8'));
  for (const text of [entry, ...texts]) expect(text).not.toMatch(/node:|\bprocess\b|\bBuffer\b|require\(/);
});

it('depends on nothing', () => {
  const { dependencies, peerDependencies } = require('@mosa-js/safetensors/package.json');
  expect([dependencies, peerDependencies]).toEqual([undefined, undefined]);
});
