import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { repository } from './report.js';

/**
 * Which changes of an API a changeset has announced: of each package, its report as it was last announced, and the changesets
 * that named it then. It needs no history, so it says the same in a shallow clone, on a branch and on main.
 */
export const announcedFile = join(repository, 'docs/api/announced.json');

const digest = (text) => createHash('sha256').update(text).digest('hex').slice(0, 16);

/** The changesets that wait for a release, in the order of their names: texts with the packages that they name. */
export function pendingChangesets(folder = join(repository, '.changeset')) {
  const names = readdirSync(folder).filter((name) => name.endsWith('.md') && name !== 'README.md');
  return names.sort().map((name) => changeset(readFileSync(join(folder, name), 'utf8')));
}

/** A changeset of its text: the packages that it names stand between its first two lines of dashes. */
export function changeset(text) {
  const [, head = ''] = text.split(/^---$/m);
  return { text, packages: [...head.matchAll(/^["']?([^"':\s]+)["']?:/gm)].map(([, name]) => name) };
}

/** What is recorded, by package. */
export function recorded() {
  return existsSync(announcedFile) ? JSON.parse(readFileSync(announcedFile, 'utf8')) : {};
}

/**
 * Compares reports with the record. A report that differs needs a changeset that names its package and was not there, or not
 * with this text, when the last change was announced.
 * @param reports texts by package
 * @returns the record as it then is, and the packages whose change no changeset announces
 */
export function announce(reports, changesets, before) {
  const record = {};
  const unannounced = [];
  for (const [name, report] of Object.entries(reports)) {
    const last = before[name];
    const naming = changesets.filter(({ packages }) => packages.includes(name)).map(({ text }) => digest(text));
    const isNew = naming.some((one) => !last?.changesets.includes(one));
    if (last?.report === digest(report)) record[name] = last;
    else if (isNew) record[name] = { report: digest(report), changesets: naming.sort() };
    else {
      unannounced.push(name);
      if (last) record[name] = last;
    }
  }
  return { record, unannounced };
}
