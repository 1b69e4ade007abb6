// All that a change must pass, and that it did.
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { run } from './command.js';
import { Refusal } from './refusal.js';

const checks = '.ci/run';
/** A clean install removes it, so that it speaks of what is installed. */
const record = 'node_modules/.passed.json';

/** Runs the checks, from a clean install on, with every case in the browser. @throws Refusal where they fail; they have said why on standard error */
export async function check(root, signal) {
  const { code } = await run(['bash', checks, '--whole'], { cwd: root, signal, output: 'stderr' });
  if (code !== 0) throw new Refusal(checks, 'every check passed', `exit code ${code}`);
}

/** Records that a commit passed them, for `checkRecord`. */
export function recordPass(root, commit) {
  writeFileSync(join(root, record), `${JSON.stringify({ commit, node: process.version })}\n`);
}

/** @throws Refusal unless it is recorded that they passed here, on this commit, under this version of Node, after the last install */
export function checkRecord(root, commit) {
  const expected = `${checks} passed on ${commit} with Node ${process.version}, after the last install`;
  let found;
  try {
    found = JSON.parse(readFileSync(join(root, record), 'utf8'));
  } catch {
    throw new Refusal('--checked', expected, 'no record of it. Leave the option out');
  }
  if (found.commit === commit && found.node === process.version) return;
  throw new Refusal('--checked', expected, `${found.commit} with Node ${found.node}. Leave the option out`);
}
