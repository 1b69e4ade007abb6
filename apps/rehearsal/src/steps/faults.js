// What goes wrong with a registry, and what is said then.
import { readFileSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { gunzipSync, gzipSync } from 'node:zlib';
import { publishTarballs } from '../../../release/src/publish.js';
import { startRegistry } from '../../../release/src/registry.js';
import { readTarball } from '../../../release/src/tarball.js';
import { check } from '../failure.js';
import { createProject } from '../project.js';

/** An address where nothing listens. */
async function nowhere() {
  const server = createServer();
  await new Promise((done) => server.listen(0, '127.0.0.1', done));
  const { port } = server.address();
  await new Promise((done) => server.close(done));
  return `http://127.0.0.1:${port}/`;
}

async function refused(what, work, ...patterns) {
  const error = await work().then(
    () => undefined,
    (thrown) => thrown,
  );
  check(error !== undefined, what, 'an error', 'none');
  for (const pattern of patterns) check(pattern.test(error.message), what, `an error like ${pattern}`, error.message);
}

/** A registry that is down, and a version that exists with other contents. */
export async function publishing(context) {
  const { folder, registry, packedOf, version1, signal } = context;
  const tarballs = packedOf(version1);
  const down = await nowhere();
  const options = { token: registry.token, signal };
  await refused(
    'a registry that is down',
    () => publishTarballs({ ...options, tarballs, registry: down }),
    /can be reached/,
    /ECONNREFUSED/,
  );
  // The same files, packed less tightly.
  const [first, ...others] = tarballs;
  const file = join(folder, 'tmp', 'other.tgz');
  writeFileSync(file, gzipSync(gunzipSync(readFileSync(first.file)), { level: 1 }));
  const changed = [{ ...first, file, sha256: readTarball(file).sha256 }, ...others];
  await refused(
    'a version that exists',
    () => publishTarballs({ ...options, tarballs: changed, registry: registry.url }),
    new RegExp(`${first.name}@${first.version}`),
    /a version is never replaced/,
  );
  return {
    ran: 'npm publish',
    result: 'a registry that is down, and a version that exists with other bytes, are refused by name',
  };
}

/** No way to the packages of others. */
export async function offline(context) {
  const { folder, version1 } = context;
  const uplink = await nowhere();
  const registry = await startRegistry({ storage: join(folder, 'tmp', 'offline'), uplink });
  try {
    const alone = { ...context, uplink, registry };
    const project = createProject(alone, 'offline', {}, [
      'fetch-retries=0',
      `@mosa-js:registry=${context.registry.url}`,
    ]);
    const specs = [`@mosa-js/libtensorflow@${version1}`];
    await refused(
      'an install without a network',
      () => project.install(specs),
      /packages of others come from/,
      new RegExp(uplink),
    );
  } finally {
    await registry.stop();
  }
  return { ran: 'npm install, others out of reach', result: 'refused, and says which registry was to have them' };
}
