import { MosaError } from '@mosa-js/core';
import { provisionCommand, type TfjsNode } from './library';

export interface LoadTfjsNodeOptions {
  /** Which package. Default `@tensorflow/tfjs-node-gpu` or, where that is not installed, `@tensorflow/tfjs-node`. */
  readonly package?: string;
  /** Imports a module by name. Default: from where this package is; give `(name) => import(name)` to import from yours. */
  readonly load?: (name: string) => Promise<unknown>;
}

const packages = ['@tensorflow/tfjs-node-gpu', '@tensorflow/tfjs-node'];
const where = 'loadTfjsNode';

/**
 * Imports tfjs-node so that it lets GPU memory grow as it is needed, where it would take all there is at its start.
 * `TF_FORCE_GPU_ALLOW_GROWTH` is set only while it loads, and only where it was not set before.
 * @returns the module namespace, the `lib` of `createTfjsNodeBackend`
 * @throws MosaError `unavailable`, saying how to get it, where the package, its addon or its libtensorflow is missing or
 *   does not fit
 * @example
 * ```js
 * import { loadTfjsNode } from '@mosa-js/tfjs-node-gpu';
 *
 * const tf = await loadTfjsNode();
 * console.log(tf.ones([2, 2]).shape);
 * ```
 */
export async function loadTfjsNode(options: LoadTfjsNodeOptions = {}): Promise<TfjsNode> {
  const { load = (name: string) => import(name) } = options;
  for (const name of options.package === undefined ? packages : [options.package]) {
    const loaded = await whileMemoryGrows(() => load(name)).catch((error: unknown) => {
      if (isMissing(error, name)) return undefined;
      throw new MosaError('unavailable', where, ...explain(error, name), { cause: error });
    });
    if (loaded === undefined) continue;
    const { default: whole = loaded } = loaded as { readonly default?: object };
    return whole as TfjsNode;
  }
  const [first = packages[0]] = [options.package];
  const how = `${first} (npm install ${first} or, where its download is blocked, npm install --ignore-scripts ${first} && ${provisionCommand})`;
  throw new MosaError('unavailable', where, how, 'a package that is not installed');
}

/** libtensorflow reads the variable when the addon starts it, and never again. */
async function whileMemoryGrows<R>(work: () => Promise<R>): Promise<R> {
  const name = 'TF_FORCE_GPU_ALLOW_GROWTH';
  if (process.env[name] !== undefined) return work();
  process.env[name] = 'true';
  try {
    return await work();
  } finally {
    delete process.env[name];
  }
}

function isMissing(error: unknown, name: string): boolean {
  const { code, message } = error as NodeJS.ErrnoException;
  const isNotFound = code === 'ERR_MODULE_NOT_FOUND' || code === 'MODULE_NOT_FOUND';
  return isNotFound && (message.includes(`package '${name}'`) || message.includes(`module '${name}'`));
}

/** What was expected and what came, in words, for a package that is there but does not load. */
function explain(error: unknown, name: string): [expected: string, actual: string] {
  const message = error instanceof Error ? error.message : String(error);
  const rebuilt = `${provisionCommand}, or npm rebuild ${name} where its download works`;
  if (message.includes('native addon module')) return [`the addon of ${name} (${rebuilt})`, 'the package without it'];
  const [, symbol] = /undefined symbol: (\w+)/.exec(message) ?? [];
  if (symbol)
    return [`a libtensorflow that has ${symbol} (${rebuilt})`, `one of another version: ${firstLine(message)}`];
  if (/cannot open shared object|ERR_DLOPEN_FAILED|\.so\b/.test(message)) {
    return [`the libtensorflow of ${name} (${rebuilt})`, firstLine(message)];
  }
  return [`${name} to load`, firstLine(message)];
}

function firstLine(text: string): string {
  return text.trim().split('\n')[0]!;
}
