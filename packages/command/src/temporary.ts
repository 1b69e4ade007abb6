import { createHash, randomBytes } from 'node:crypto';
import { readdir, rm, stat } from 'node:fs/promises';
import { hostname } from 'node:os';
import { basename, dirname, join } from 'node:path';

const day = 86_400_000;
/** How far a file's time may be off: file systems round it, and servers have clocks of their own. */
const slack = 10_000;
/** Which machine: folders may be shared. */
const host = createHash('sha256').update(hostname()).digest('hex').slice(0, 8);

/** A new name beside `path`, which says whose it is: `.NAME.HOST-PID-RANDOM.tmp`. */
export function temporaryPath(path: string): string {
  return join(dirname(path), `${prefixOf(path)}${host}-${process.pid}-${randomBytes(4).toString('hex')}.tmp`);
}

/** Removes what processes left beside `path` that were killed while they wrote it. Never fails: a rest does no harm. */
export async function removeStale(path: string): Promise<void> {
  const prefix = prefixOf(path);
  const names = await readdir(dirname(path)).catch(() => []);
  for (const name of names.filter((candidate) => candidate.startsWith(prefix))) {
    const owner = /^([0-9a-f]{8})-(\d+)-[0-9a-f]{8}\.tmp$/.exec(name.slice(prefix.length));
    const file = join(dirname(path), name);
    if (owner && (await isStale(file, owner[1]!, Number(owner[2])))) await rm(file, { force: true }).catch(() => {});
  }
}

/** File names may be at most 255 bytes long, so a long one is cut. */
function prefixOf(path: string): string {
  return `.${basename(path).slice(0, 60)}.`;
}

async function isStale(file: string, owner: string, pid: number): Promise<boolean> {
  const changed = (await stat(file).catch(() => undefined))?.mtimeMs ?? Number.POSITIVE_INFINITY;
  if (owner !== host) return changed < Date.now() - day; // who can say whether it is still being written
  // Process ids return, above all in containers: ours may have been another's before this process began.
  if (pid === process.pid) return changed < Date.now() - process.uptime() * 1000 - slack;
  return !isAlive(pid);
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}
