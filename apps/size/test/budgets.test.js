import { readFileSync } from 'node:fs';
import { afterAll, describe, expect, it } from 'vitest';
import { measure } from '../src/measure.js';
import { table } from '../src/table.js';

const budgets = JSON.parse(readFileSync(new URL('../budgets.json', import.meta.url), 'utf8'));
const rows = await Promise.all(
  budgets.map(async (entry) => ({ ...entry, ...(await measure(entry.imports, entry.without)) })),
);
afterAll(() => console.log(`\n${table(rows)}`));

describe.each(rows)('$name', ({ name, gzipped, budget, target, why }) => {
  it('weighs no more than its budget', () => {
    expect(gzipped, `${name}, bytes after gzip`).toBeLessThanOrEqual(budget);
  });

  it('has a budget that is its target, or close and with a reason', () => {
    if (budget === target) return;
    expect(why?.length).toBeGreaterThan(0);
    expect(budget).toBeLessThan(gzipped * 1.05); // what was saved is not spent again unseen
  });
});

it('counts what is bundled, and nothing of the libraries', async () => {
  const { bytes } = await measure({ '@mosa-js/core': ['MosaError'] });
  const { bytes: more } = await measure({ '@mosa-js/core': ['MosaError', 'hostTensor'] });
  expect(more).toBeGreaterThan(bytes);
  await expect(measure({ '@mosa-js/core': ['noSuchName'] })).rejects.toThrow('noSuchName');
});

describe('a module left out', () => {
  it.each(rows.filter(({ without }) => without))('weighs something: $name', async ({ imports, gzipped }) => {
    const whole = await measure(imports);
    expect(whole.gzipped - gzipped).toBeGreaterThan(500);
  });

  it('is one that is there', async () => {
    const imports = { '@mosa-js/tfjs': ['createTfjsBackend'] };
    await expect(measure(imports, { '@mosa-js/tfjs': 'src/no-such.ts' })).rejects.toThrow('no-such.ts');
  });
});
