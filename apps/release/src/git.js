import { execFile } from 'node:child_process';
import { Refusal } from './refusal.js';

/**
 * What a git command prints.
 * @returns {Promise<{ text?: string, problem?: string }>} without the last line's end; what is wrong where git fails
 */
async function ask(root, words) {
  // Asks for no password: there is nobody to answer.
  const options = { cwd: root, env: { ...process.env, GIT_TERMINAL_PROMPT: '0' }, timeout: 60_000 };
  return new Promise((done) => {
    execFile('git', words, options, (error, stdout, stderr) => {
      done(error ? { problem: stderr.trim() || error.message } : { text: stdout.trimEnd() });
    });
  });
}

async function must(root, words, where, expected) {
  const { text, problem } = await ask(root, words);
  if (text === undefined) throw new Refusal(where, expected, problem);
  return text;
}

/** The commit that is checked out. @throws Refusal where there is none */
export const headOf = (root) => must(root, ['rev-parse', 'HEAD'], root, 'a git repository with a commit');

/** @throws Refusal for a working tree with anything that is not committed, files that git does not know included */
export async function checkTree(root) {
  const text = await must(root, ['status', '--porcelain', '--untracked-files=all'], root, 'a git repository');
  if (text === '') return;
  const lines = text.split('\n').map((line) => line.trim());
  const more = lines.length > 10 ? ` and ${lines.length - 10} more` : '';
  throw new Refusal('working tree', 'nothing that is not committed', lines.slice(0, 10).join(', ') + more);
}

/**
 * A tag of this version says which commit was released, here or at `origin`.
 * @throws Refusal where that is another commit, or origin does not answer
 */
export async function checkTag(root, version) {
  const tag = `v${version}`;
  const head = await headOf(root);
  const refuse = (where, commit) => {
    throw new Refusal(`tag ${tag}${where}`, `no such tag, or one on this commit, ${head}`, `one on ${commit}`);
  };
  const { text: here } = await ask(root, ['rev-parse', '--quiet', '--verify', `refs/tags/${tag}^{commit}`]);
  if (here !== undefined && here !== head) refuse('', here);
  const remotes = await must(root, ['remote'], root, 'a git repository');
  if (!remotes.split('\n').includes('origin')) return;
  const listed = await must(
    root,
    ['ls-remote', 'origin', `refs/tags/${tag}*`],
    'origin',
    'a repository that tells its tags',
  );
  const tags = new Map(
    listed
      .split('\n')
      .filter(Boolean)
      .map((line) => line.split('\t').reverse()),
  );
  const there = tags.get(`refs/tags/${tag}^{}`) ?? tags.get(`refs/tags/${tag}`); // a tag with a message is an object of its own
  if (there !== undefined && there !== head) refuse(' at origin', there);
}
