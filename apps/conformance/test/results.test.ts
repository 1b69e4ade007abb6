import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { packReport, parseReport, toHtml } from '@mosa-js/conformance';
import { describe, expect, it } from 'vitest';
import { mergedResults, packedFile } from '../src/matrix.js';

const folder = fileURLToPath(new URL('../../../docs/results/', import.meta.url));

/** Of all measurements there, the reports of this suite. */
const reports = readdirSync(folder)
  .filter((file) => file.endsWith('.json'))
  .map((file) => ({ file, text: readFileSync(folder + file, 'utf8') }))
  .filter(({ text }) => 'suite' in Object(JSON.parse(text)));

it('there are reports of this suite', () => expect(reports.length).toBeGreaterThan(2));

describe('a published report has a finite bound wherever it shows one', () => {
  it.each(reports.map(({ file, text }) => [file, text]))('%s', (file, text) => {
    const { backends } = parseReport(text, file);
    const vacuous = backends.flatMap(({ name, cases }) =>
      cases
        .filter((result) => /Infinity|∞|(error|bound) is NaN/.test(JSON.stringify({ ...result, id: '' })))
        .map(({ id, reason }) => `${name} ${id}: ${reason}`),
    );
    expect(vacuous).toEqual([]);
  });
});

it('and so has the published matrix', () => {
  const page = toHtml(mergedResults().report);
  expect(page.match(/(error|bound) is -?(Infinity|NaN)|∞/g) ?? []).toEqual([]);
});

it('the conformance package carries the published results (npm run matrix)', () => {
  expect(readFileSync(packedFile, 'utf8')).toBe(packReport(mergedResults().report));
});
