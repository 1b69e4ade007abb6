import { rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import * as built from '@mosa-js/libtensorflow';
import { expect, it } from 'vitest';
import { hasCompiler, standIn } from './support/stand-in';

const require = createRequire(import.meta.url);
const required: typeof built = require('@mosa-js/libtensorflow');

it.each([
  ['imported', built],
  ['required', required],
])('the built package has its export when %s', (_how, module) => {
  expect(Object.keys(module)).toEqual(['provision']);
});

it.skipIf(!hasCompiler)(
  `finds the headers of Node when required${hasCompiler ? '' : ': skipped, no g++ here'}`,
  async () => {
    const { folder, wheel, sha256, cache, pack } = standIn();
    const results = await required.provision({ packages: [pack], wheel, sha256, cache });
    expect(results).toMatchObject([{ status: 'provisioned', libtensorflow: '0.1.2', device: 'cpu' }]);
    rmSync(folder, { recursive: true });
  },
);

it('depends on no adapter and no tensor library', () => {
  const { dependencies, peerDependencies } = require('@mosa-js/libtensorflow/package.json');
  expect(Object.keys(dependencies).sort()).toEqual(['@mosa-js/core', 'node-api-headers', 'yauzl']);
  expect(peerDependencies).toBeUndefined();
});
