// The release itself: version, build, pack, publish.
import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { readGroup } from '../../../release/src/group.js';
import { packGroup } from '../../../release/src/pack.js';
import { publishTarballs } from '../../../release/src/publish.js';
import { publishedIntegrity } from '../../../release/src/published.js';
import { readTarball } from '../../../release/src/tarball.js';
import { check, Failure } from '../failure.js';
import { fullAfter } from '../full-registry.js';
import { createProject, needsOthers } from '../project.js';
import { commit, copyTree, resetTree, start, withVersion } from '../tree.js';

/** How many packages the registry takes before it is full. */
const half = 4;

export async function copy({ root, tree, run }) {
  await copyTree({ root, into: tree, run });
  return { ran: 'git, in a copy', result: `${readGroup(tree).length} packages` };
}

/** Writes the version that the changesets ask for, or with a changeset of its own the one after it. */
export async function version({ tree, run, version1 }, changeset) {
  await resetTree({ tree, run, to: changeset === undefined ? start : `v${version1}` });
  if (changeset !== undefined) writeFileSync(join(tree, '.changeset/rehearsal.md'), changeset);
  const before = readGroup(tree)[0].version;
  const isAsked = changesetsIn(tree).length > 0;
  if (isAsked) await run('npm', ['run', 'release:version', '--silent'], { cwd: tree });
  const group = readGroup(tree);
  const [current, ...others] = [...new Set(group.map((one) => one.version))];
  check(others.length === 0, 'npm run release:version', 'one version of all packages', [current, ...others]);
  check(isAsked === (current !== before), 'npm run release:version', `another version than ${before}`, current);
  for (const { path } of isAsked ? group : []) {
    const text = readFileSync(join(tree, path, 'CHANGELOG.md'), 'utf8');
    check(text.includes(`## ${current}\n`), `${path}/CHANGELOG.md`, `a chapter ${current}`, text.slice(0, 200));
  }
  const left = changesetsIn(tree);
  check(left.length === 0, '.changeset', 'no changeset that is left', left);
  if (isAsked) await commit({ tree, run, message: current, tag: `v${current}` });
  else await run('git', ['tag', '--force', `v${current}`], { cwd: tree });
  const result = isAsked ? `${before} → ${current}` : `${current}: there is no changeset`;
  return { ran: 'npm run release:version', result, version: current };
}

const changesetsIn = (tree) =>
  readdirSync(join(tree, '.changeset')).filter((name) => name.endsWith('.md') && name !== 'README.md');

/**
 * Builds all there is, or only scripts that hold the version: the rest is a build of the same sources, which packing checks.
 */
export async function build({ tree, run }, { whole }) {
  const group = readGroup(tree);
  const carriers = withVersion(tree);
  const folders = !whole ? carriers : ['packages/command', ...group.map(({ path }) => path)];
  for (const path of folders) await (whole ? buildAll : buildScripts)(join(tree, path), run);
  const { version: wanted } = group[0];
  for (const path of carriers) {
    const scripts = readdirSync(join(tree, path, 'dist')).filter((name) => /\.c?js$/.test(name));
    const found = scripts.some((name) => readFileSync(join(tree, path, 'dist', name), 'utf8').includes(`"${wanted}"`));
    check(found, `${path}/dist`, `scripts that say ${wanted}`, 'none');
  }
  return {
    ran: 'tsup',
    result: whole ? `${folders.length} packages` : `scripts of ${folders.length} that say their version`,
  };
}

const buildAll = (folder, run) => run('npm', ['run', 'build', '--silent'], { cwd: folder });

/** Declarations take most of the time, and say no version. */
async function buildScripts(folder, run) {
  const kept = join(folder, '.declarations');
  const dist = join(folder, 'dist');
  const isDeclaration = (name) => /\.d\.c?ts$/.test(name);
  // A run that was killed here left them.
  if (!existsSync(kept)) {
    mkdirSync(`${kept}.new`, { recursive: true });
    for (const name of readdirSync(dist).filter(isDeclaration)) cpSync(join(dist, name), join(`${kept}.new`, name));
    renameSync(`${kept}.new`, kept);
  }
  await run(process.execPath, [join(folder, '../../node_modules/tsup/dist/cli-default.js'), '--no-dts'], {
    cwd: folder,
  });
  cpSync(kept, dist, { recursive: true });
  rmSync(kept, { recursive: true });
}

/** Packs once: what is there is never packed anew, since other bytes under a version that is published cannot be. */
export async function pack({ tree, tarballsOf, signal }) {
  const { version: current } = readGroup(tree)[0];
  const into = tarballsOf(current);
  rmSync(into, { recursive: true, force: true });
  const packed = await packGroup({ root: tree, into, signal });
  writeFileSync(join(into, 'packed.json.new'), JSON.stringify(packed, null, 1));
  renameSync(join(into, 'packed.json.new'), join(into, 'packed.json'));
  const bytes = packed.reduce((sum, one) => sum + one.bytes, 0);
  return { ran: 'npm pack', result: `${packed.length} tarballs, ${(bytes / 1e6).toFixed(1)} MB` };
}

/** Publishes to a registry that is full on the way: a part is there, and can be installed. */
export async function publishHalf({ registry, packedOf, version1, signal, context }) {
  const tarballs = packedOf(version1);
  const there = await publishedOf(tarballs, registry);
  const full = await fullAfter(registry.url, Math.max(0, half - there.length));
  try {
    await publishTarballs({ tarballs, registry: full.url, token: registry.token, signal });
    throw new Failure('publishing to a registry that is full', 'an error', 'none');
  } catch (error) {
    signal.throwIfAborted();
    check(
      /is full/.test(error.message),
      'publishing to a registry that is full',
      'an error that says so',
      error.message,
    );
    check(
      /Published: @mosa.*Left: @mosa/.test(error.message),
      'its error',
      'what is published and what is left',
      error.message,
    );
  } finally {
    await full.close();
  }
  const published = await publishedOf(tarballs, registry);
  check(
    published.length === half,
    'a registry that is full',
    `${half} packages of ${tarballs.length}`,
    published.map(({ name }) => name),
  );
  const project = createProject(context, 'half');
  const alone = published.filter(({ name }) => !needsOthers.includes(name));
  const specs = alone.map(({ name }) => `${name}@${version1}`);
  const { installed } = await project.install(specs, { peers: false });
  return {
    installed,
    ran: 'npm publish, 507 after 4',
    result: `stopped after ${half} of ${tarballs.length}, and said what is left`,
  };
}

/** Publishes what is missing, and asks the registry for each. */
export async function publish({ registry, packedOf, signal }, wanted) {
  const tarballs = packedOf(wanted);
  const { published, had } = await publishTarballs({ tarballs, registry: registry.url, token: registry.token, signal });
  const there = await publishedOf(tarballs, registry);
  check(
    there.length === tarballs.length,
    'publishing',
    `all ${tarballs.length} packages`,
    there.map(({ name }) => name),
  );
  return {
    ran: 'npm publish',
    result: `${published.length} published, ${had.length} were there, all with the bytes that were packed`,
  };
}

/** Those that the registry has. @throws Failure where it has other bytes than were packed */
async function publishedOf(tarballs, { url, token }) {
  const found = [];
  for (const tarball of tarballs) {
    const integrity = await publishedIntegrity({ registry: url, token, ...tarball });
    if (integrity === undefined) continue;
    check(integrity === tarball.integrity, `${tarball.name}@${tarball.version}`, tarball.integrity, integrity);
    found.push(tarball);
  }
  return found;
}

/** A tarball that is on disk as it was packed. */
export function packedIn(folder) {
  const packed = JSON.parse(readFileSync(join(folder, 'packed.json'), 'utf8'));
  for (const { file, sha256 } of packed) {
    const found = readTarball(file).sha256;
    check(found === sha256, file, `the tarball that was packed, SHA-256 ${sha256}`, found);
  }
  return packed;
}
