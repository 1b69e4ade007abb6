import { readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { npm } from './command.js';
import { inOrder } from './group.js';
import { publishedIntegrity, withSlash } from './published.js';
import { Refusal } from './refusal.js';
import { readTarball, sha256Of } from './tarball.js';

/** Publishing stopped on the way: what it says is enough to go on. */
export class HalfPublished extends Refusal {
  name = 'HalfPublished';
}

/**
 * Publishes tarballs as they are, each after those that it depends on. A version that the registry has with these very
 * contents is left out, so that a run which stopped, however it did, is completed by the next one.
 * @param {object} options
 * @param {readonly { name: string, version: string, file: string, sha256: string }[]} options.tarballs of `packGroup`
 * @param {string} options.registry
 * @param {string} [options.token] of a user who may publish
 * @param {string} [options.npmrc] a file with such a token, instead of the user's own
 * @param {string} [options.tag] default `latest`
 * @param {boolean} [options.dry] asks the registry what it has, and publishes nothing
 * @param {boolean} [options.interactive] npm may ask at the terminal, such as for a second factor
 * @param {(line: string) => void} [options.log]
 * @param {AbortSignal} [options.signal]
 * @returns {Promise<{ published: string[], had: string[], left: string[] }>} `@mosa-js/core@0.1.0`: what this run published,
 *   what was there, and of a dry run what it would publish
 * @throws Refusal before anything is published: a tarball that is not what was packed, a version that exists with other
 *   contents, a registry that does not answer
 * @throws HalfPublished from then on, with what is published and what is left
 */
export async function publishTarballs(options) {
  const { registry, tag = 'latest', dry = false, log = () => undefined, signal } = options;
  const tarballs = checked(options.tarballs);
  const token = options.token ?? (options.npmrc && tokenIn(options.npmrc, registry));
  const isThere = async (tarball) =>
    sameContents(tarball, await publishedIntegrity({ ...tarball, registry, token, signal }), registry);
  const had = [];
  for (const tarball of tarballs) if (await isThere(tarball)) had.push(tarball);
  const left = tarballs.filter((tarball) => !had.includes(tarball));
  for (const tarball of had) log(`${specOf(tarball)}: published already, with these contents`);
  if (dry) {
    for (const tarball of left) log(`${specOf(tarball)}: would be published as ${tag}`);
    return { published: [], had: had.map(specOf), left: left.map(specOf) };
  }
  const published = [];
  for (const tarball of left) {
    try {
      await publish(tarball, { ...options, token, tag });
    } catch (error) {
      // npm may have lost the answer, not the package: what is there is asked, not guessed.
      if (!signal?.aborted && (await isThere(tarball).catch(() => false))) published.push(tarball);
      const done = [...had, ...published];
      throw halfPublished(specOf(tarball), tarballs, done, error);
    }
    published.push(tarball);
    log(`${specOf(tarball)}: published as ${tag}`);
  }
  return { published: published.map(specOf), had: had.map(specOf), left: [] };
}

const specOf = ({ name, version }) => `${name}@${version}`;

/** The tarballs with what is in them, in order. @throws Refusal where they are not what was packed */
function checked(tarballs) {
  const read = tarballs.map(({ name, version, file, sha256 }) => {
    const now = sha256Of(file);
    if (now !== sha256) throw new Refusal(file, `the tarball that was packed, SHA-256 ${sha256}`, now);
    const { manifest, integrity } = readTarball(file);
    if (manifest.name !== name || manifest.version !== version) {
      throw new Refusal(file, `${name}@${version}`, specOf(manifest));
    }
    return { name, version, file, manifest, integrity };
  });
  return inOrder(read);
}

function sameContents(tarball, integrity, registry) {
  if (integrity === undefined) return false;
  if (integrity === tarball.integrity) return true;
  const where = `${specOf(tarball)} at ${registry}`;
  throw new Refusal(
    where,
    `no such version, or one with the contents of this tarball, ${tarball.integrity}`,
    `${integrity}: a version is never replaced. Publish the tarballs of the run that began, or release the next version`,
  );
}

async function publish({ file }, { registry, token, npmrc, tag, interactive, signal }) {
  const at = withSlash(registry);
  const words = [
    ...['publish', file, '--tag', tag, '--access', 'public'],
    // A scope may have a registry of its own in a user's settings, which would win.
    ...['--registry', at, `--@mosa-js:registry=${at}`],
    // The tarball is what was checked; and a failure is told at once.
    ...['--ignore-scripts', '--fetch-retries=0', '--fetch-timeout=120000'],
    ...(npmrc ? ['--userconfig', npmrc] : []),
    ...(interactive ? [] : ['--json']),
  ];
  // Not in a file, which a killed process would leave behind.
  const env = token ? { [`npm_config_${at.replace(/^https?:/, '')}:_authToken`]: token } : {};
  // Not in the repository, whose .npmrc is about installing.
  const { code, stdout, stderr } = await npm(words, {
    cwd: tmpdir(),
    env,
    signal,
    output: interactive ? 'terminal' : 'read',
  });
  if (code !== 0) throw new Error(interactive ? 'npm has said why' : whyNot(stdout, stderr, registry));
}

/** What npm's codes mean here, before npm's own words. */
function whyNot(stdout, stderr, registry) {
  const { code = '', summary = '' } = errorIn(stdout) ?? {};
  const said = `${code} ${summary || stderr.trim()}`.trim();
  const meaning = /^(E401|ENEEDAUTH|E403|E404)$/.test(code) // registries hide by 404 what one may not see
    ? `${registry} does not let this user publish. Log in, or give a token that may`
    : code === 'EOTP'
      ? `${registry} asks for a second factor. Run this at a terminal`
      : code === 'E507'
        ? `${registry} is full`
        : /^E5\d\d$/.test(code)
          ? `${registry} failed`
          : /^E(CONN|NOTFOUND|TIMEDOUT|AI_AGAIN|SOCKET|PIPE)|ERR_SOCKET|FETCH/.test(code)
            ? `${registry} cannot be reached`
            : 'npm refused';
  return `${meaning} (${said})`;
}

function errorIn(stdout) {
  try {
    return JSON.parse(stdout).error;
  } catch {
    return undefined;
  }
}

function halfPublished(spec, tarballs, done, error) {
  const names = (list) => (list.length > 0 ? list.map(specOf).join(', ') : 'none');
  const left = tarballs.filter((tarball) => !done.includes(tarball));
  const goOn = 'When that is mended, the same command goes on where it stopped';
  const got = `${error.message}. Published: ${names(done)}. Left: ${names(left)}. ${goOn}`;
  return new HalfPublished(`publishing ${spec}`, 'that it is published', got, { cause: error });
}

/** The token for a registry in an .npmrc, so that what is there can be asked as the same user. */
function tokenIn(npmrc, registry) {
  const key = `${withSlash(registry).replace(/^https?:/, '')}:_authToken=`;
  const line = readFileSync(npmrc, 'utf8')
    .split(/\r?\n/)
    .find((one) => one.trim().startsWith(key));
  return line?.trim().slice(key.length);
}
