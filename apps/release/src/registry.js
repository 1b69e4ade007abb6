// A registry of one's own, on loopback: verdaccio, in a process that ends with this one.
import { spawn } from 'node:child_process';
import { createHash, randomBytes } from 'node:crypto';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Refusal } from './refusal.js';

const server = fileURLToPath(new URL('./registry-server.js', import.meta.url));
const user = 'release';

/**
 * Starts a registry with what is in `storage`, which it makes where it is not there.
 * @param {object} options
 * @param {string} options.storage its folder
 * @param {string} [options.uplink] the registry that it asks for packages other than ours, and whose tarballs it keeps.
 *   Default: none, so that it has only what is published to it
 * @param {number} [options.port] default 0: one that is free
 * @param {string} [options.host] the address that it listens on
 * @returns {Promise<{ url: string, token: string, npmrc(): string, stop(): Promise<void> }>} `token` may publish;
 *   `npmrc()` is the text of an .npmrc that names the registry and has the token
 * @throws Refusal where it does not start, such as on a port that is taken
 */
export async function startRegistry({ storage, uplink, port = 0, host = '127.0.0.1' }) {
  mkdirSync(storage, { recursive: true });
  const password = randomBytes(16).toString('hex');
  const hash = createHash('sha1').update(password).digest('base64');
  writeFileSync(join(storage, 'htpasswd'), `${user}:{SHA}${hash}:autocreated\n`, { mode: 0o600 });
  const child = spawn(process.execPath, [server], { stdio: ['ignore', 'ignore', 'pipe', 'ipc'] });
  let said = '';
  child.stderr.setEncoding('utf8').on('data', (text) => (said = (said + text).slice(-4000)));
  const ended = new Promise((done) => child.once('close', done));
  const stop = async () => {
    child.kill('SIGKILL'); // it writes files by renaming, and has to survive that anyway
    await ended;
  };
  try {
    child.send({ config: configOf(storage, uplink), port, host });
    const bound = await new Promise((done, failed) => {
      child.once('message', done);
      child.once('error', failed);
      ended.then(() => failed(new Refusal('registry', 'a verdaccio that starts', said.trim() || 'one that ended')));
    });
    const url = `http://${host}:${bound}/`;
    const token = await logIn(url, password);
    const npmrc = () => `registry=${url}\n//${host}:${bound}/:_authToken=${token}\n`;
    return { url, token, npmrc, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

function configOf(storage, uplink) {
  const open = { access: '$all', publish: '$authenticated', unpublish: '$authenticated' };
  return {
    // verdaccio looks for its files beside its configuration.
    configPath: join(storage, 'config.yaml'),
    self_path: join(storage, 'config.yaml'),
    storage: join(storage, 'packages'),
    auth: { htpasswd: { file: join(storage, 'htpasswd'), max_users: -1, algorithm: 'sha1' } },
    uplinks: uplink === undefined ? {} : { uplink: { url: uplink, maxage: '60m', timeout: '120s', max_fails: 100 } },
    packages: { '@mosa-js/*': open, '**': uplink === undefined ? open : { ...open, proxy: 'uplink' } },
    max_body_size: '200mb',
    web: { enable: false },
    log: { type: 'stdout', format: 'json', level: 'fatal' },
  };
}

/** @returns a token for `user` */
async function logIn(url, password) {
  const basic = Buffer.from(`${user}:${password}`).toString('base64');
  const answer = await fetch(new URL(`-/user/org.couchdb.user:${user}`, url), {
    method: 'PUT',
    headers: { authorization: `Basic ${basic}`, 'content-type': 'application/json' },
    body: JSON.stringify({ name: user, password }),
  });
  const { token } = await answer.json();
  if (!token) throw new Refusal('registry', 'a token for the user that it was started with', `HTTP ${answer.status}`);
  return token;
}
