// What looks at all of the repository.
import { join } from 'node:path';
import { check } from '../failure.js';
import { hashSources } from '../sources.js';

/** Every sample of READMEs, documents and comments, by apps/samples, with the tarballs that were published. */
export async function samples(context) {
  const { root, run, tarballsOf, version1 } = context;
  const words = ['--no', '--', 'vitest', 'run', '--testTimeout=300000', '--hookTimeout=300000'];
  const { stdout } = await run('npx', words, {
    cwd: join(root, 'apps/samples'),
    env: { MOSA_TARBALLS: tarballsOf(version1) },
    seconds: 1500,
  });
  const [, counts] = /Tests\s+(.+?)(?: \(\d+\))?\n/.exec(stdout) ?? [undefined, 'no count'];
  return { installed: 'the tarballs, as npm lays them out', ran: 'apps/samples', result: counts };
}

/** A rehearsal changes nothing. */
export async function unchanged({ root, sources }) {
  const now = hashSources(root);
  check(
    now === sources,
    'the working copy',
    'the files that it had before',
    'others: it was changed during the rehearsal',
  );
  return { ran: 'git ls-files, SHA-256', result: 'the working copy has the files that it had before' };
}
