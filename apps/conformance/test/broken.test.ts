import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';

it('a backend that gives ties to the higher position exits 1, and the report names the stage', () => {
  const root = fileURLToPath(new URL('../../..', import.meta.url));
  const bin = `${root}/packages/conformance/bin/mosa-conformance.js`;
  const args = [bin, '--backend', './apps/conformance/examples/broken.mjs', '--filter', 'mosa/ties', '--json', '-'];
  const { status, stdout } = spawnSync(process.execPath, args, { cwd: root, encoding: 'utf8' });
  expect(status).toBe(1);
  const [backend] = JSON.parse(stdout).backends;
  expect(backend).toMatchObject({ name: 'broken', status: 'ran' });
  const failed = backend.cases.filter((result: { status: string }) => result.status === 'fail');
  expect(failed.length).toBeGreaterThan(2);
  for (const result of failed) expect(result.stage).toBe('selection');
});
