import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { announce, changeset, pendingChangesets, recorded } from '../src/announced.js';
import { packageName, publishedFolders, reportOf } from '../src/report.js';

it('every change of an API is announced by a changeset (npm run changeset, then npm run api)', () => {
  const entries = publishedFolders().map((folder) => [packageName(folder), readFileSync(reportOf(folder), 'utf8')]);
  const { record, unannounced } = announce(Object.fromEntries(entries), pendingChangesets(), recorded());
  expect(unannounced).toEqual([]);
  expect(recorded(), 'npm run api writes it').toEqual(record);
});

describe('a changed report', () => {
  const first = changeset('---\n"@mosa-js/core": minor\n\'@mosa-js/lm\': patch\n---\n\nFirst.\n');
  const before = announce({ '@mosa-js/core': 'function a(): void' }, [first], {}).record;
  const changed = { '@mosa-js/core': 'function a(b: number): void' };
  const unannounced = (changesets, reports = changed) => announce(reports, changesets, before).unannounced;

  it('needs a changeset that was not there before', () => {
    expect(unannounced([first])).toEqual(['@mosa-js/core']);
    expect(unannounced([])).toEqual(['@mosa-js/core']);
    expect(unannounced([first, changeset('---\n"@mosa-js/core": minor\n---\n\nSecond.\n')])).toEqual([]);
  });

  it('is announced by one that says more than before', () => {
    expect(unannounced([changeset(`${first.text}And more.\n`)])).toEqual([]);
  });

  it('is not announced by one for another package, or that tells of it in its text alone', () => {
    const other = changeset('---\n"@mosa-js/reference": minor\n---\n\n"@mosa-js/core": changed.\n');
    expect(unannounced([first, other])).toEqual(['@mosa-js/core']);
  });

  it('stays unannounced in the record until then', () => {
    expect(announce(changed, [first], before).record).toEqual(before);
  });

  it('of a package that is new needs one, too', () => {
    expect(announce({ '@mosa-js/new': '' }, [first], before).unannounced).toEqual(['@mosa-js/new']);
  });

  it('needs none where it is as it was, with its changesets released and gone', () => {
    expect(unannounced([], { '@mosa-js/core': 'function a(): void' })).toEqual([]);
  });
});
