import { createRequire } from 'node:module';
import * as built from '@mosa-js/tfjs-node-gpu';
import * as builtAddon from '@mosa-js/tfjs-node-gpu/addon';
import { expect, it } from 'vitest';

const require = createRequire(import.meta.url);
const required: typeof built = require('@mosa-js/tfjs-node-gpu');
const requiredAddon: typeof builtAddon = require('@mosa-js/tfjs-node-gpu/addon');

it.each([
  ['imported', built, builtAddon],
  ['required', required, requiredAddon],
])('the built package has its exports when %s', (_how, main, addon) => {
  expect(Object.keys(main).sort()).toEqual(['createTfjsNodeBackend', 'loadTfjsNode']);
  expect(Object.keys(addon).sort()).toEqual(['describeDevice', 'startAddon']);
});
