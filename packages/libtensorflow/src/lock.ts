import { createHash } from 'node:crypto';
import { realpathSync } from 'node:fs';
import { createServer, type Server } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';
import type { Context } from './context';

/**
 * Does work on a folder that no other run of this command may do at the same time; waits for its turn. The lock is a
 * socket of Linux that has a name and no file, so that it goes with its process, however that ends.
 */
export async function withLock<R>(folder: string, { report, signal }: Context, work: () => Promise<R>): Promise<R> {
  const name = `\0mosa-provision-${createHash('sha256').update(realpathSync(folder)).digest('hex')}`;
  let told = false;
  let server = await listen(name);
  while (server === undefined) {
    if (!told) report.step(`waiting for another run of this command that works in ${folder}`);
    told = true;
    await delay(200, undefined, { signal });
    server = await listen(name);
  }
  try {
    return await work();
  } finally {
    server.close();
  }
}

/** @returns undefined where the name is taken */
function listen(name: string): Promise<Server | undefined> {
  return new Promise((resolve, reject) => {
    const server = createServer((socket) => socket.destroy());
    server.once('error', (error: NodeJS.ErrnoException) =>
      error.code === 'EADDRINUSE' ? resolve(undefined) : reject(error),
    );
    server.listen(name, () => resolve(server));
  });
}
