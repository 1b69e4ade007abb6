import { execFileSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';

/**
 * Kills a process and all that it started, whatever process groups they are in. Each is stopped first, so that none starts
 * another while they are counted.
 */
export function killTree(pid) {
  if (process.platform === 'win32') {
    execFileSync('taskkill', ['/pid', String(pid), '/t', '/f'], { stdio: 'ignore' });
    return;
  }
  const tree = new Set();
  for (let fresh = [pid]; fresh.length > 0; ) {
    for (const one of fresh) {
      tree.add(one);
      send(one, 'SIGSTOP');
    }
    fresh = parents().flatMap(([child, parent]) => (tree.has(parent) && !tree.has(child) ? [child] : []));
  }
  for (const one of tree) send(one, 'SIGKILL');
}

function send(pid, signal) {
  try {
    process.kill(pid, signal);
  } catch (error) {
    if (error.code !== 'ESRCH') throw error; // it has ended by itself
  }
}

/** @returns {[number, number][]} every process and its parent */
function parents() {
  if (!existsSync('/proc/self/stat')) {
    const text = execFileSync('ps', ['-axo', 'pid=,ppid='], { encoding: 'utf8' });
    return text
      .trim()
      .split('\n')
      .map((line) => line.trim().split(/\s+/).map(Number));
  }
  const ids = readdirSync('/proc').filter((name) => /^\d+$/.test(name));
  return ids.flatMap((id) => {
    try {
      // After its name, which may have anything in it: state, parent.
      const [, parent] = readFileSync(`/proc/${id}/stat`, 'utf8')
        .replace(/^.*\) /s, '')
        .split(' ');
      return [[Number(id), Number(parent)]];
    } catch {
      return []; // it has ended meanwhile
    }
  });
}
