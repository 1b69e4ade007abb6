import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { type CaseResult, listCases } from '@mosa-js/conformance';
import { backends } from '@mosa-js/tfjs/conformance';
import { expect, it } from 'vitest';

const app = fileURLToPath(new URL('..', import.meta.url));
const bin = fileURLToPath(new URL('../bin/mosa-conformance.js', import.meta.resolve('@mosa-js/conformance')));

it('every fault of upstream that is expected has a case', async () => {
  const ids = (await listCases()).map(({ id }) => id);
  const hasCase = (pattern: string) =>
    pattern.endsWith('*') ? ids.some((id) => id.startsWith(pattern.slice(0, -1))) : ids.includes(pattern);
  const patterns = backends.webgpu!.expectedFailures!.flatMap(({ cases }) => cases);
  expect(patterns.filter((pattern) => !hasCase(pattern))).toEqual([]);
});

// A few cases, so that what is expected stays true; all of them take minutes (`npm run conformance:upstream`).
it("upstream's own shaders on WebGPU fail where they are expected to, and nowhere else", ({ skip }) => {
  const words = ['--optional', 'tfjs-upstream-webgpu', '--filter', 'op/transpose', '--json', '-'];
  const { status, stdout } = spawnSync(process.execPath, [bin, ...words], { cwd: app, encoding: 'utf8' });
  const [backend] = JSON.parse(stdout).backends;
  if (backend.status === 'unavailable') return skip(backend.reason);
  const found = (id: string) => backend.cases.find((result: CaseResult) => result.id === id);
  // The shader does not compile, which the device reports and nothing throws: without that the run would give zeros.
  expect(found('op/transpose:int32')).toMatchObject({ status: 'xfail', stage: 'run' });
  expect(found('op/transpose:float32;[70001,2];1,0')).toMatchObject({ status: 'pass' }); // right after it
  expect(backend.cases.filter((result: CaseResult) => ['fail', 'xpass'].includes(result.status))).toEqual([]);
  expect(status).toBe(0);
});
