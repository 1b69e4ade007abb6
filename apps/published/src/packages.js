import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

export const repository = fileURLToPath(new URL('../../..', import.meta.url));

export const manifestAt = (folder) => JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));

/** Workspaces, as paths below the repository: `packages/core`. */
export const workspaces = ['packages', 'apps'].flatMap((home) =>
  readdirSync(join(repository, home))
    .map((name) => `${home}/${name}`)
    .filter((path) => existsSync(join(repository, path, 'package.json'))),
);

/** Those that npm publishes. */
export const published = workspaces.filter((path) => !manifestAt(join(repository, path)).private);
