import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { repository } from './samples';

/** A tarball of ours. */
export interface Tarball {
  readonly name: string;
  readonly file: string;
}

/** Packs all that is published, with the check for a build, which the .npmrc of this repository would leave out. */
export function packAll(into: string): Tarball[] {
  const folders = readdirSync(join(repository, 'packages')).map((name) => join(repository, 'packages', name));
  const published = folders.filter((folder) => {
    const manifest = join(folder, 'package.json');
    return existsSync(manifest) && !JSON.parse(readFileSync(manifest, 'utf8')).private;
  });
  const pack = ['pack', '--json', '--silent', '--ignore-scripts=false', '--pack-destination', into, ...published];
  const tarballs: { name: string; filename: string }[] = JSON.parse(
    execFileSync('npm', pack, { cwd: repository, encoding: 'utf8' }),
  );
  return tarballs.map(({ name, filename }) => ({ name, file: join(into, filename) }));
}

/** The tarballs of a folder in which they were packed before: by a rehearsal, which has published them (apps/rehearsal), or below. */
export const packedBefore = (folder: string): Tarball[] =>
  JSON.parse(readFileSync(join(folder, 'packed.json'), 'utf8'));

/** For vitest: packs once for all files of tests, unless MOSA_TARBALLS names a folder with tarballs. */
export default function packOnce(): (() => void) | undefined {
  if (process.env.MOSA_TARBALLS !== undefined) return undefined;
  const folder = mkdtempSync(join(tmpdir(), 'mosa-tarballs-'));
  writeFileSync(join(folder, 'packed.json'), JSON.stringify(packAll(folder)));
  process.env.MOSA_TARBALLS = folder;
  return () => rmSync(folder, { recursive: true, force: true });
}
