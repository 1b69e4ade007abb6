import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { wantedResults } from '../src/results.js';

it('wants what .ci/run runs: every backend in Node and in a browser, and the addon under other Nodes', async () => {
  const { backends, ids } = await wantedResults();
  expect(backends.Node).toHaveLength(9);
  expect(backends.Chromium).toHaveLength(7);
  expect([backends['Node 22'], backends['Node 24']]).toEqual([['tfjs-node-gpu'], ['tfjs-node-gpu']]);
  expect(ids.length).toBeGreaterThan(600);
  expect(ids).toContain('paths/every-one-is-taken');
  const script = readFileSync(new URL('../../../.ci/run', import.meta.url), 'utf8');
  const runs = [...script.matchAll(/npm run (conformance[\w:]*)/g)].map(([, name]) => name);
  expect(runs.sort()).toEqual(['conformance', 'conformance:browser', 'conformance:nodes']);
});
