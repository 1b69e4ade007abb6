import { spawn } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { beforeEach, expect, it } from 'vitest';
import { packGroup } from '../src/pack.js';
import { readTarball } from '../src/tarball.js';
import { temporaryFolder } from './support/folders.js';
import { processesWith, until } from './support/processes.js';
import { createRepository } from './support/repository.js';

let repository;
let into;
beforeEach(() => {
  repository = createRepository();
  into = temporaryFolder();
});

/** A script that npm runs before it packs core. */
const beforePacking = (text) => {
  const script = join(repository.root, 'packages/core/prepack.cjs');
  const manifest = repository.read('packages/core/package.json');
  repository.write('packages/core/package.json', { ...manifest, scripts: { prepack: `node ${script}` } });
  writeFileSync(script, text);
};

it('makes a tarball of each package, in the order of dependencies, with scripts although .npmrc runs none', async () => {
  beforePacking("require('node:fs').writeFileSync('src/made.js', '')");
  const packed = await packGroup({ root: repository.root, into });
  expect(packed.map(({ name }) => name)).toEqual(['@mosa-js/core', '@mosa-js/conformance', '@mosa-js/tfjs']);
  expect(existsSync(join(repository.root, 'packages/core/src/made.js'))).toBe(true);
  for (const { name, version, file, sha256, bytes, unpacked } of packed) {
    expect(readTarball(file)).toMatchObject({ sha256, bytes, manifest: { name, version } });
    expect(unpacked).toBeGreaterThan(0);
  }
  expect(readdirSync(into).sort()).toEqual(packed.map(({ file }) => file.slice(into.length + 1)).sort());
  const again = await packGroup({ root: repository.root, into });
  expect(again).toEqual(packed); // to the byte: a run that stopped may be completed by one that packs again
});

it('says why a package refuses to be packed, and leaves nothing', async () => {
  beforePacking("console.error('@mosa-js/core: not packed, no build. Run: npm run build'); process.exit(1)");
  const packing = packGroup({ root: repository.root, into });
  await expect(packing).rejects.toThrow(
    /^npm pack: expected a tarball of every package, got @mosa-js\/core: not packed, no build\. Run: npm run build$/,
  );
  expect(readdirSync(into)).toEqual([]);
});

it('refuses a file that is no tarball', () => {
  const file = join(into, 'some.tgz');
  writeFileSync(file, 'text');
  expect(() => readTarball(file)).toThrow(/some\.tgz: expected a tarball that is whole, got /);
});

it.skipIf(process.platform !== 'linux')(
  'killed, it leaves nothing running, and the next run packs (looks at /proc)',
  async () => {
    beforePacking("require('node:fs').writeFileSync('../../dist', ''); setTimeout(() => {}, 60_000)");
    const script = fileURLToPath(new URL('./support/pack.js', import.meta.url));
    const child = spawn(process.execPath, [script, repository.root, into], { stdio: 'ignore' });
    await until(() => existsSync(join(repository.root, 'dist')), 'packing to begin');
    child.kill('SIGKILL');
    const running = () => [...processesWith(into), ...processesWith(repository.root)];
    await until(() => running().length === 0, 'nothing left running');
    beforePacking('');
    mkdirSync(join(into, '.making'), { recursive: true });
    writeFileSync(join(into, '.making', 'half.tgz'), '');
    expect(await packGroup({ root: repository.root, into })).toHaveLength(3);
    expect(readdirSync(into).filter((name) => !name.endsWith('.tgz'))).toEqual([]);
  },
);
