import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { repository } from './samples';

interface Manifest {
  readonly name: string;
  readonly private?: boolean;
  readonly dependencies?: Readonly<Record<string, string>>;
  readonly peerDependencies?: Readonly<Record<string, string>>;
  readonly peerDependenciesMeta?: Readonly<Record<string, { readonly optional?: boolean }>>;
}

const manifestAt = (folder: string): Manifest => JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));

/** Our packages by name, packed as npm would publish them, and unpacked again: what is not in a tarball is not there. */
export function packAll(): ReadonlyMap<string, string> {
  const into = mkdtempSync(join(tmpdir(), 'mosa-samples-'));
  const sources = readdirSync(join(repository, 'packages')).map((name) => join(repository, 'packages', name));
  const packed = new Map<string, string>();
  const published = sources.filter((folder) => existsSync(join(folder, 'package.json')) && !manifestAt(folder).private);
  execFileSync('npm', ['pack', '--silent', '--pack-destination', into, ...published], { cwd: repository });
  for (const folder of published) {
    const { name } = manifestAt(folder);
    const tarball = readdirSync(into).find(
      (file) =>
        file.startsWith(`${name.replace('@', '').replace('/', '-')}-0.`) ||
        file.startsWith(`${name.replace('@', '').replace('/', '-')}-1.`),
    );
    const place = join(into, 'unpacked', name);
    mkdirSync(place, { recursive: true });
    execFileSync('tar', ['-xzf', join(into, tarball!), '-C', place, '--strip-components=1']);
    packed.set(name, place);
  }
  return packed;
}

/**
 * An empty project in which these packages are installed, with all that npm installs beside them: our packages from their
 * tarballs, libraries as this repository has them.
 */
export function projectWith(names: readonly string[], packed: ReadonlyMap<string, string>): string {
  const folder = mkdtempSync(join(tmpdir(), 'mosa-sample-'));
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
    const { dependencies = {}, peerDependencies = {}, peerDependenciesMeta = {} } = manifestAt(own);
    const peers = Object.keys(peerDependencies).filter((peer) => !peerDependenciesMeta[peer]?.optional);
    open.push(...Object.keys(dependencies), ...peers);
  }
  return folder;
}
