import { execFileSync } from 'node:child_process';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { repository } from './samples';

interface Manifest {
  readonly name: string;
  readonly private?: boolean;
  readonly bin?: Readonly<Record<string, string>>;
  readonly dependencies?: Readonly<Record<string, string>>;
  readonly peerDependencies?: Readonly<Record<string, string>>;
  readonly peerDependenciesMeta?: Readonly<Record<string, { readonly optional?: boolean }>>;
}

const manifestAt = (folder: string): Manifest => JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));

/** Makes projects for readers of our documents, from our packages as npm would publish them. */
export interface Projects {
  /** Names of our published packages. */
  readonly names: readonly string[];
  /**
   * An empty project in which these packages are installed, with all that npm installs beside them: our packages from their
   * tarballs, libraries as this repository has them.
   */
  with(names: readonly string[]): string;
  /** Removes all of it. */
  remove(): void;
}

export function createProjects(): Projects {
  const home = mkdtempSync(join(tmpdir(), 'mosa-samples-'));
  const packed = packAll(home);
  return {
    names: [...packed.keys()],
    with: (names) => projectWith(names, packed, mkdtempSync(join(home, 'project-'))),
    remove: () => rmSync(home, { recursive: true, force: true }),
  };
}

interface Tarball {
  readonly name: string;
  readonly file: string;
}

/** Our packages by name, packed and unpacked again: what is not in a tarball is not there. */
function packAll(into: string): ReadonlyMap<string, string> {
  const given = process.env.MOSA_TARBALLS;
  const tarballs = given === undefined ? packed(into) : packedBefore(given);
  return new Map(
    tarballs.map(({ name, file }) => {
      const place = join(into, 'unpacked', name);
      mkdirSync(place, { recursive: true });
      execFileSync('tar', ['-xzf', file, '-C', place, '--strip-components=1']);
      return [name, place];
    }),
  );
}

/** The tarballs of a folder in which a rehearsal has packed (apps/rehearsal), which are those that it has published. */
const packedBefore = (folder: string): Tarball[] => JSON.parse(readFileSync(join(folder, 'packed.json'), 'utf8'));

function packed(into: string): Tarball[] {
  const folders = readdirSync(join(repository, 'packages')).map((name) => join(repository, 'packages', name));
  const published = folders.filter((folder) => existsSync(join(folder, 'package.json')) && !manifestAt(folder).private);
  // With the check for a build, which the .npmrc of this repository would leave out.
  const pack = ['pack', '--json', '--silent', '--ignore-scripts=false', '--pack-destination', into, ...published];
  const tarballs: { name: string; filename: string }[] = JSON.parse(
    execFileSync('npm', pack, { cwd: repository, encoding: 'utf8' }),
  );
  return tarballs.map(({ name, filename }) => ({ name, file: join(into, filename) }));
}

function projectWith(names: readonly string[], packed: ReadonlyMap<string, string>, folder: string): string {
  writeFileSync(join(folder, 'package.json'), '{ "name": "reader", "private": true, "type": "module" }\n');
  const open = [...names];
  const done = new Set<string>();
  while (open.length > 0) {
    const name = open.pop()!;
    if (done.has(name)) continue;
    done.add(name);
    const own = packed.get(name);
    const source = own ?? join(repository, 'node_modules', name);
    if (!existsSync(source)) throw new Error(`${name}: not among the packages that this repository installs`);
    const place = join(folder, 'node_modules', name);
    mkdirSync(dirname(place), { recursive: true });
    // A copy of ours, since Node looks for what a package imports from where it really lies.
    if (own) execFileSync('cp', ['-r', own, place]);
    else symlinkSync(source, place);
    if (!own) continue;
    const { bin = {}, dependencies = {}, peerDependencies = {}, peerDependenciesMeta = {} } = manifestAt(own);
    linkCommands(join(folder, 'node_modules'), name, bin);
    const peers = Object.keys(peerDependencies).filter((peer) => !peerDependenciesMeta[peer]?.optional);
    open.push(...Object.keys(dependencies), ...peers);
  }
  return folder;
}

/** Links the commands of a package as npm does, for npx and scripts. */
function linkCommands(modules: string, name: string, bin: Readonly<Record<string, string>>): void {
  mkdirSync(join(modules, '.bin'), { recursive: true });
  for (const [command, file] of Object.entries(bin)) {
    symlinkSync(join('..', name, file), join(modules, '.bin', command));
  }
}
