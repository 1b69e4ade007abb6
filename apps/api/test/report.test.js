import { existsSync, readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { apiReport, publishedFolders, reportOf } from '../src/report.js';

it.each(publishedFolders())('what %s exports is what docs/api says (npm run api writes it anew)', (folder) => {
  expect(existsSync(reportOf(folder)), reportOf(folder)).toBe(true);
  expect(apiReport(folder)).toBe(readFileSync(reportOf(folder), 'utf8'));
});

it('has something to say of every entry', () => {
  const core = apiReport('core');
  expect(core).toContain('declare function createLayer');
  expect(core).toContain('interface Backend<N = unknown>');
  expect(apiReport('safetensors')).toContain('## `@mosa-js/safetensors/node`');
});
