import { mkdirSync, readdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { createConnection, createServer } from 'node:net';
import { join } from 'node:path';
import { Failure } from './failure.js';

const file = 'state.json';
const lock = 'lock';
/** Emptied at the start: what a killed run left there is of no use. */
const scratch = ['tmp', 'projects'];

/**
 * What a rehearsal has done, in a folder that outlives it.
 * @param {string} folder made where it is not there
 * @param {string} key what is rehearsed, and how; what was done for another is removed
 * @returns {Promise<{ folder: string, results: Record<string, object>, isNew: boolean, save(id: string, result: object): void,
 *   forget(): void, close(): Promise<void>, remove(): Promise<void> }>}
 * @throws Failure where another rehearsal uses the folder, or it is not ours
 */
export async function openState(folder, key) {
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const found = statSync(folder);
  if (found.uid !== process.getuid()) throw new Failure(folder, 'a folder of this user', `one of user ${found.uid}`);
  const server = await takeLock(join(folder, lock));
  const close = () => new Promise((done) => server.close(done)); // which removes the socket
  try {
    let saved = read(join(folder, file));
    const isNew = saved?.key !== key;
    if (isNew) {
      empty(folder, [lock]);
      saved = { key, results: {} };
    }
    for (const name of scratch) rmSync(join(folder, name), { recursive: true, force: true });
    for (const name of scratch) mkdirSync(join(folder, name));
    const write = () => {
      writeFileSync(join(folder, `${file}.new`), JSON.stringify(saved, null, 1));
      renameSync(join(folder, `${file}.new`), join(folder, file));
    };
    write();
    return {
      folder,
      isNew,
      get results() {
        return saved.results;
      },
      save(id, result) {
        saved.results[id] = result;
        write();
      },
      forget() {
        saved.results = {};
        write();
      },
      close,
      async remove() {
        empty(folder, [lock]);
        await close();
        rmSync(folder, { recursive: true, force: true });
      },
    };
  } catch (error) {
    await close();
    throw error;
  }
}

/** First what says that anything is done, so that one who is killed here begins anew. */
function empty(folder, except) {
  rmSync(join(folder, file), { force: true });
  for (const name of readdirSync(folder)) {
    if (!except.includes(name)) rmSync(join(folder, name), { recursive: true, force: true, maxRetries: 5 });
  }
}

function read(path) {
  try {
    return JSON.parse(readFileSync(path, 'utf8'));
  } catch {
    return undefined; // none, or one that a crash of the machine cut off
  }
}

/** A socket that one process listens on: unlike a file with its id, it is free again however that process ends. */
async function takeLock(path) {
  if (await isTaken(path)) throw new Failure(path, 'no other rehearsal of this working copy', 'one that is running');
  rmSync(path, { force: true });
  const server = createServer((connection) => connection.end()).unref();
  await new Promise((done, failed) => {
    server.once('error', (error) =>
      failed(new Failure(path, 'a socket that can be made', error.message, { cause: error })),
    );
    server.listen(path, done);
  });
  return server;
}

function isTaken(path) {
  return new Promise((done) => {
    const connection = createConnection(path);
    connection.once('connect', () => {
      connection.destroy();
      done(true);
    });
    connection.once('error', () => done(false));
  });
}
