import { expect, it } from 'vitest';
import { blindSpots, casesOf } from './support/can-fail';

const only = process.env.ONLY ?? '';
const cases = await casesOf((id) => id.startsWith(only));

it('every case fails when anything that it reads is wrong', { timeout: 1_000_000 }, async () => {
  const found: string[] = [];
  const slow: [number, string][] = [];
  for (const one of cases) {
    const t = performance.now();
    found.push(...(await blindSpots(one)));
    slow.push([performance.now() - t, one.id]);
  }
  slow.sort((a, b) => b[0] - a[0]);
  console.log(
    slow
      .slice(0, 30)
      .map(([t, id]) => `${t.toFixed(0)} ${id}`)
      .join('\n'),
  );
  console.log(found.length, found.slice(0, 200).join('\n'));
  expect(found).toEqual([]);
});
