import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { workspacesOf } from './manifests.js';
import { Refusal } from './refusal.js';

/** The changesets that no version has yet: file and names of packages. */
export function changesetsOf(root) {
  const files = readdirSync(join(root, '.changeset')).filter((file) => file.endsWith('.md') && file !== 'README.md');
  return files.sort().map((file) => {
    const [, front = ''] =
      /^---\r?\n([\s\S]*?)\r?\n?---/.exec(readFileSync(join(root, '.changeset', file), 'utf8')) ?? [];
    const names = [...front.matchAll(/^\s*["']?([^"':\s][^"':]*)["']?\s*:/gm)].map(([, name]) => name);
    return { file: `.changeset/${file}`, names };
  });
}

/** @throws Refusal for a changeset that is left, above all for one of a package that is never published */
export function checkChangesets(root, group) {
  const changesets = changesetsOf(root);
  const workspaces = new Map(workspacesOf(root).map(({ manifest }) => [manifest.name, manifest]));
  for (const { file, names } of changesets) {
    for (const name of names) {
      if (group.some((one) => one.name === name)) continue;
      const what = workspaces.has(name) ? 'which is private: nobody would read of the change' : 'which is not there';
      throw new Refusal(file, 'packages that are published', `${name}, ${what}`);
    }
  }
  if (changesets.length === 0) return;
  const got = `${changesets.length} left, such as ${changesets[0].file}. Run: npm run release:version, and commit`;
  throw new Refusal('.changeset', 'no changeset that is in no version', got);
}
