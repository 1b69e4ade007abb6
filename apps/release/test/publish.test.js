import { spawn } from 'node:child_process';
import { appendFileSync, cpSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { packGroup } from '../src/pack.js';
import { publishTarballs } from '../src/publish.js';
import { startRegistry } from '../src/registry.js';
import { between } from './support/between.js';
import { empty } from './support/empty.js';
import { temporaryFolder } from './support/folders.js';
import { processesWith, until } from './support/processes.js';
import { createRepository } from './support/repository.js';

const home = temporaryFolder();
const [core, conformance, tfjs] = ['core', 'conformance', 'tfjs'].map((name) => `@mosa-js/${name}@0.1.0`);
let tarballs;
let others; // of the same versions, tfjs with other contents
beforeAll(async () => {
  const { root, write } = createRepository();
  tarballs = await packGroup({ root, into: join(home, 'one') });
  write('packages/tfjs/README.md', 'Other contents.\n');
  others = await packGroup({ root, into: join(home, 'two') });
});

const storage = temporaryFolder();
let registry;
beforeAll(async () => {
  registry = await startRegistry({ storage });
});
afterEach(() => empty(registry));
afterAll(() => registry.stop());

const publish = (options) => publishTarballs({ tarballs, registry: registry.url, token: registry.token, ...options });
const integrityOf = async (spec) => {
  const at = spec.lastIndexOf('@');
  const answer = await fetch(new URL(spec.slice(0, at).replace('/', '%2f'), registry.url));
  return answer.ok ? (await answer.json()).versions[spec.slice(at + 1)]?.dist.integrity : undefined;
};
/** Calls back at each publishing of a package, by its short name, before the registry hears of it. */
const atPublishing = (meddle) =>
  between(registry.url, (asked, answer) => {
    const [, name] = /^\/@mosa-js%2f(\w+)$/i.exec(asked.url) ?? [];
    return asked.method === 'PUT' && name !== undefined && meddle(name, answer) === true;
  });
const completes = async (had) => {
  const all = [core, conformance, tfjs];
  expect(await publish()).toEqual({ published: all.filter((one) => !had.includes(one)), had, left: [] });
};

it('publishes exactly the tarballs, each after those that it depends on', async () => {
  const log = [];
  const done = await publish({ tarballs: tarballs.toReversed(), log: (line) => log.push(line) });
  expect(done).toEqual({ published: [core, conformance, tfjs], had: [], left: [] });
  expect(log).toEqual([core, conformance, tfjs].map((spec) => `${spec}: published as latest`));
  for (const { name, version, integrity } of tarballs) expect(await integrityOf(`${name}@${version}`)).toBe(integrity);
  await completes([core, conformance, tfjs]);
});

it('takes a token from an .npmrc, and a tag; dry, it says what it would do and does nothing', async () => {
  const npmrc = join(storage, 'npmrc');
  writeFileSync(npmrc, registry.npmrc());
  const options = { token: undefined, npmrc, tag: 'next' };
  expect(await publish({ ...options, dry: true })).toEqual({ published: [], had: [], left: [core, conformance, tfjs] });
  expect(await integrityOf(core)).toBe(undefined);
  await publish(options);
  const { 'dist-tags': tags } = await (await fetch(new URL('@mosa-js%2fcore', registry.url))).json();
  expect(tags).toMatchObject({ next: '0.1.0' });
});

describe('refuses before anything is published', () => {
  const refuses = async (message, options) => {
    await expect(publish(options)).rejects.toThrow(
      expect.objectContaining({ name: 'Refusal', message: expect.stringMatching(message) }),
    );
    expect(await integrityOf(core)).toBe(undefined);
  };

  it('a version that exists with other contents', async () => {
    // As if an earlier release had got ahead of its own dependencies.
    await publish({ tarballs: others.filter(({ name }) => name === '@mosa-js/tfjs') });
    await refuses(
      /^@mosa-js\/tfjs@0\.1\.0 at http.*: expected no such version, or one with the contents of this tarball/,
    );
  });

  it('a tarball that is not what was packed', async () => {
    const [one] = tarballs;
    const changed = { ...one, file: join(storage, 'changed.tgz') };
    cpSync(one.file, changed.file);
    appendFileSync(changed.file, ' ');
    await refuses(/changed\.tgz: expected the tarball that was packed, SHA-256 [0-9a-f]{64}, got [0-9a-f]{64}$/, {
      tarballs: [changed],
    });
    await refuses(/: expected @mosa-js\/core@0\.2\.0, got @mosa-js\/core@0\.1\.0$/, {
      tarballs: [{ ...one, version: '0.2.0' }],
    });
    await refuses(/gone\.tgz: expected a tarball, got ENOENT$/, {
      tarballs: [{ ...one, file: join(storage, 'gone.tgz') }],
    });
  });

  it('where the registry does not answer, or not as one', async () => {
    await refuses(/^http:\/\/127\.0\.0\.1:9\/: expected a registry that can be reached, got /, {
      registry: 'http://127.0.0.1:9/',
    });
    for (const [status, message] of [
      [503, /expected an answer, got HTTP 503 for @mosa-js\/core$/],
      [401, /expected leave to read, got HTTP 401 for @mosa-js\/core$/],
      [200, /expected a registry that knows @mosa-js\/core, got an answer without versions$/],
    ]) {
      const broken = await between(registry.url, (_, answer) => answer.writeHead(status).end('{}') !== undefined);
      await refuses(message, { registry: broken.url });
      await broken.stop();
    }
  });
});

describe('where publishing stops, it says what is published and what is left, and the next run completes it', () => {
  const stops = async (options, message, published, left) => {
    const error = await publish(options).catch((reason) => reason);
    expect(error).toMatchObject({ name: 'HalfPublished', message: expect.stringMatching(message) });
    const list = (specs) => specs.join(', ') || 'none';
    expect(error.message).toContain(`Published: ${list(published)}. Left: ${list(left)}. `);
    expect(error.message).toContain('the same command goes on where it stopped');
  };

  it('a user who may not publish', async () => {
    const message =
      /^publishing @mosa-js\/core@0\.1\.0: .* does not let this user publish\. Log in, or give a token that may \(E401 /;
    await stops({ token: 'wrong' }, message, [], [core, conformance, tfjs]);
    await stops({ token: undefined }, /does not let this user publish.*ENEEDAUTH/, [], [core, conformance, tfjs]);
  });

  it.each([
    [507, /publishing @mosa-js\/tfjs@0\.1\.0: .*\/ is full \(E507 /],
    [500, /publishing @mosa-js\/tfjs@0\.1\.0: .*\/ failed \(E500 /],
  ])('a registry that answers %i', async (status, message) => {
    const full = await atPublishing(
      (name, answer) => name === 'tfjs' && answer.writeHead(status).end('{}') !== undefined,
    );
    await stops({ registry: full.url }, message, [core, conformance], [tfjs]);
    await full.stop();
    await completes([core, conformance]);
  });

  it('a registry that dies', async () => {
    const dying = await atPublishing((name) => name === 'conformance' && void registry.stop());
    await stops(
      { registry: dying.url },
      /@mosa-js\/conformance@0\.1\.0: .* cannot be reached \(/,
      [core],
      [conformance, tfjs],
    );
    await dying.stop();
    registry = await startRegistry({ storage });
    await completes([core]);
  });

  it('an answer that is lost after the registry took the package, which is counted', async () => {
    const lossy = await between(registry.url, (asked, answer) => {
      if (asked.method === 'PUT') answer.writeHead = () => answer.destroy();
      return false;
    });
    await stops(
      { registry: lossy.url },
      /@mosa-js\/core@0\.1\.0: .* cannot be reached \(/,
      [core],
      [conformance, tfjs],
    );
    await lossy.stop();
    await completes([core]);
  });

  it('a signal', async () => {
    const stopped = new AbortController();
    const slow = await atPublishing(
      (name) => name === 'conformance' && stopped.abort(new Error('interrupted')) === undefined,
    );
    const options = { registry: slow.url, signal: stopped.signal };
    await stops(options, /@mosa-js\/conformance@0\.1\.0: .*interrupted/, [core], [conformance, tfjs]);
    await slow.stop();
    await completes([core]);
  });
});

describe.skipIf(process.platform !== 'linux')('killed by SIGKILL (looks at /proc)', () => {
  const script = fileURLToPath(new URL('./support/publish.js', import.meta.url));

  it.each([
    ['before the first package', 'core', []],
    ['at the last one', 'tfjs', [core, conformance]],
  ])('%s, it leaves nothing running, and the next run completes it', async (_when, name, had) => {
    let reached = false;
    const slow = await atPublishing((one) => {
      reached ||= one === name;
      return reached; // and never answered
    });
    const words = JSON.stringify({ tarballs, registry: slow.url, token: registry.token });
    const child = spawn(process.execPath, [script, words], { stdio: 'ignore' });
    await until(() => reached, 'a package to be published');
    expect(processesWith(slow.url)).not.toEqual([]);
    child.kill('SIGKILL');
    await until(() => processesWith(slow.url).length === 0, 'nothing left running');
    await slow.stop();
    await completes(had);
  });
});
