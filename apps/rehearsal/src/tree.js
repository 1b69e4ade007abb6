import { cpSync, mkdirSync, readdirSync, readFileSync, readlinkSync, rmSync, symlinkSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { workspacesOf } from '../../release/src/manifests.js';
import { check } from './failure.js';
import { listSources } from './sources.js';

/** What ends up in bundles, or names itself in their source maps, must lie where it lies in a checkout. */
const copied = ['tsup'];

/** The tag of what was copied. */
export const start = 'start';

/**
 * A copy of the working copy in which a release can be made: its files in one commit, the builds of its packages and what
 * is installed, by links. Nothing that happens there changes the original.
 * @param {{ root: string, into: string, run: Function }} options
 */
export async function copyTree({ root, into, run }) {
  rmSync(into, { recursive: true, force: true });
  for (const path of listSources(root)) {
    mkdirSync(dirname(join(into, path)), { recursive: true });
    cpSync(join(root, path), join(into, path), { verbatimSymlinks: true });
  }
  for (const { path } of workspacesOf(root).filter((one) => one.path.startsWith('packages/'))) {
    const dist = join(root, path, 'dist');
    cpSync(dist, join(into, path, 'dist'), { recursive: true });
  }
  linkModules(join(root, 'node_modules'), join(into, 'node_modules'));
  const git = (...words) => run('git', words, { cwd: into });
  await git('init', '--quiet', '--initial-branch=main');
  await commit({ tree: into, run, message: 'What is rehearsed', tag: start });
  const { stdout } = await git('status', '--porcelain', '--ignored=no');
  check(stdout === '', 'the copy of the working copy', 'nothing that is not committed', stdout);
}

/** Links to all that is installed, and our packages as those of the copy. */
function linkModules(from, into) {
  mkdirSync(join(into, '.bin'), { recursive: true });
  mkdirSync(join(into, '@mosa-js'));
  // These links are relative: the copy's lead into the copy.
  for (const folder of ['.bin', '@mosa-js']) {
    for (const name of readdirSync(join(from, folder))) {
      symlinkSync(readlinkSync(join(from, folder, name)), join(into, folder, name));
    }
  }
  for (const name of readdirSync(from)) {
    if (name.startsWith('.') || name === '@mosa-js') continue;
    if (copied.includes(name)) cpSync(join(from, name), join(into, name), { recursive: true });
    else symlinkSync(join(from, name), join(into, name));
  }
}

/** Of no day, so that the same files give the same commits, which changelogs name, and with them the same tarballs. */
const dates = { GIT_AUTHOR_DATE: '2000-01-01T00:00:00Z', GIT_COMMITTER_DATE: '2000-01-01T00:00:00Z' };

/** Commits all there is, by nobody, under a tag. */
export async function commit({ tree, run, message, tag }) {
  const who = ['-c', 'user.name=rehearsal', '-c', 'user.email=rehearsal@localhost', '-c', 'commit.gpgsign=false'];
  await run('git', ['add', '--all'], { cwd: tree });
  await run('git', [...who, 'commit', '--quiet', '--no-verify', '--message', message], { cwd: tree, env: dates });
  await run('git', ['tag', '--force', tag], { cwd: tree });
}

/** Undoes what a step did that was killed, back to a commit; ignored files such as builds stay. */
export async function resetTree({ tree, run, to }) {
  rmSync(join(tree, '.git/index.lock'), { force: true });
  await run('git', ['reset', '--hard', '--quiet', to], { cwd: tree });
  await run('git', ['clean', '--force', '-d', '--quiet'], { cwd: tree });
}

/** Workspaces whose scripts hold their version: a build from before does not have it. */
export const withVersion = (tree) =>
  workspacesOf(tree)
    .map(({ path }) => path)
    .filter((path) => path.startsWith('packages/'))
    .filter((path) => /__VERSION__/.test(readConfig(join(tree, path, 'tsup.config.ts'))));

function readConfig(file) {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    if (error.code === 'ENOENT') return '';
    throw error;
  }
}
