import { Refusal } from './refusal.js';

/**
 * What a registry has of a version.
 * @param {{ registry: string, name: string, version: string, token?: string, signal?: AbortSignal }} wanted
 * @returns {Promise<string | undefined>} the integrity of its tarball, or undefined where the version is not there
 * @throws Refusal where the registry does not answer, or not this question
 */
export async function publishedIntegrity({ registry, name, version, token, signal }) {
  // As npm asks before it publishes: past caches, which would not know what was published a moment ago.
  const url = new URL(`${name.replace('/', '%2f')}?write=true`, withSlash(registry));
  const headers = { accept: 'application/json', ...(token && { authorization: `Bearer ${token}` }) };
  const answer = await ask(url, { headers, signal, redirect: 'follow' }, registry);
  if (answer.status === 404) return undefined;
  const said = `HTTP ${answer.status} for ${name}`;
  if (answer.status === 401 || answer.status === 403) throw new Refusal(registry, 'leave to read', said);
  if (!answer.ok) throw new Refusal(registry, 'an answer', said);
  const about = await answer.json().catch(() => undefined);
  if (about?.versions === undefined)
    throw new Refusal(registry, `a registry that knows ${name}`, 'an answer without versions');
  const found = about.versions[version];
  return found && (found.dist?.integrity ?? `sha1 ${found.dist?.shasum}`);
}

async function ask(url, options, registry) {
  const limit = AbortSignal.timeout(60_000);
  const signal = options.signal ? AbortSignal.any([options.signal, limit]) : limit;
  try {
    return await fetch(url, { ...options, signal });
  } catch (error) {
    options.signal?.throwIfAborted();
    const cause = error.cause?.code ?? error.cause?.message ?? error.message;
    throw new Refusal(registry, 'a registry that can be reached', cause, { cause: error });
  }
}

export const withSlash = (url) => (url.endsWith('/') ? url : `${url}/`);
