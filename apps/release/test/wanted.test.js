import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { wantedResults } from '../src/results.js';

it('wants what .ci/run --whole runs: every backend in Node and in a browser, and the addon under other Nodes', async () => {
  const { backends, ids } = await wantedResults();
  expect(backends.Node).toHaveLength(10);
  expect(backends.Chromium).toHaveLength(8);
  expect([backends['Node 22'], backends['Node 24']]).toEqual([['tfjs-node-gpu'], ['tfjs-node-gpu']]);
  expect(ids.length).toBeGreaterThan(600);
  expect(ids).toContain('paths/every-one-is-taken');
  const script = readFileSync(new URL('../../../.ci/run', import.meta.url), 'utf8');
  // Two of them run beside others, where nothing may build.
  const runs = [
    '= --whole ]',
    'npm run conformance ',
    'apps/conformance/src/browser-run.js',
    'apps/conformance/src/other-nodes.js',
  ];
  expect(runs.filter((run) => !script.includes(run))).toEqual([]);
});
