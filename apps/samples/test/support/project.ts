import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { packAll, packedBefore } from './pack';
import { repository } from './samples';

interface Manifest {
  readonly name: string;
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
  const packed = unpackAll(home);
  return {
    names: [...packed.keys()],
    with: (names) => projectWith(names, packed, mkdtempSync(join(home, 'project-'))),
    remove: () => rmSync(home, { recursive: true, force: true }),
  };
}

/** Our packages by name, packed and unpacked again: what is not in a tarball is not there. */
function unpackAll(into: string): ReadonlyMap<string, string> {
  const before = process.env.MOSA_TARBALLS;
  const tarballs = before === undefined ? packAll(into) : packedBefore(before);
  return new Map(
    tarballs.map(({ name, file }) => {
      const place = join(into, 'unpacked', name);
      mkdirSync(place, { recursive: true });
      execFileSync('tar', ['-xzf', file, '-C', place, '--strip-components=1']);
      return [name, place];
    }),
  );
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
