import { readdirSync, readFileSync } from 'node:fs';

/** Command lines of the processes that have a text in it. Linux. */
export function processesWith(text) {
  return readdirSync('/proc').flatMap((id) => {
    try {
      const line = readFileSync(`/proc/${id}/cmdline`, 'utf8').replaceAll('\0', ' ');
      return /^\d+$/.test(id) && Number(id) !== process.pid && line.includes(text) ? [line] : [];
    } catch {
      return []; // it has ended meanwhile
    }
  });
}

/** Waits until something holds. */
export async function until(holds, what) {
  for (let i = 0; i < 600; i++) {
    if (await holds()) return;
    await new Promise((done) => setTimeout(done, 50));
  }
  throw new Error(`expected ${what} within 30 s`);
}
