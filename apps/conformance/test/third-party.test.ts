import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, expect, it } from 'vitest';

const root = fileURLToPath(new URL('../../..', import.meta.url));
const project = mkdtempSync(join(tmpdir(), 'third-party-'));
afterAll(() => rmSync(project, { recursive: true }));

it('the adapter of docs/write-an-adapter.md passes the suite in an empty project with the packed packages', () => {
  const npm = (args: string[], cwd: string) => execFileSync('npm', args, { cwd, encoding: 'utf8', stdio: 'pipe' });
  for (const name of ['core', 'reference', 'safetensors', 'lm', 'software-gpu', 'conformance']) {
    npm(['pack', '--ignore-scripts=false', '--pack-destination', project], join(root, 'packages', name));
  }
  const tarballs = readdirSync(project).map((file) => `./${file}`);
  writeFileSync(join(project, 'package.json'), '{ "name": "third-party", "private": true }');
  npm(['install', '--no-audit', '--no-fund', '--offline', ...tarballs], project); // nothing else is needed
  const text = readFileSync(join(root, 'docs/write-an-adapter.md'), 'utf8');
  const adapter = /```js\n([\s\S]*?)```/.exec(text)?.[1];
  writeFileSync(join(project, 'my-adapter.mjs'), adapter!);

  const args = ['mosa-conformance', '--backend', './my-adapter.mjs', '--json', 'out.json'];
  const { status, stdout } = spawnSync('npx', args, { cwd: project, encoding: 'utf8' });
  expect(stdout).toContain('passed');
  expect(status).toBe(0);
  const [backend] = JSON.parse(readFileSync(join(project, 'out.json'), 'utf8')).backends;
  expect(backend).toMatchObject({ name: 'my-backend', device: 'cpu', library: 'my-library 1.0.0', status: 'ran' });
  expect(backend.cases.length).toBeGreaterThan(300);
});
