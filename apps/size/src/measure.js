import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import { build } from 'esbuild';

const here = fileURLToPath(new URL('..', import.meta.url));
const { resolve } = createRequire(import.meta.url);

/** Parts that a page loads only when it comes to need them stay out, as bundlers put them into files of their own. */
const laterElsewhere = {
  name: 'later-elsewhere',
  setup({ onResolve }) {
    onResolve({ filter: /.*/ }, ({ kind }) =>
      kind === 'dynamic-import' ? { external: true, path: 'later' } : undefined,
    );
  },
};

/**
 * Bundles packages from their sources with an empty module in the place of one of theirs. What only that module needs is
 * then in no bundle, either.
 * @param modules by package, the one to leave out: `{ '@mosa-js/tfjs': 'src/kernels.ts' }`
 */
function leaveOut(modules) {
  const left = Object.entries(modules).map(([name, module]) => {
    const root = dirname(resolve(`${name}/package.json`));
    return { name, entry: join(root, 'src/index.ts'), path: join(root, module) };
  });
  const found = new Set();
  return {
    name: 'leave-out',
    setup({ onResolve, onLoad, onEnd }) {
      onResolve({ filter: /.*/ }, ({ path }) => {
        const source = left.find(({ name }) => name === path);
        return source && { path: source.entry, sideEffects: false };
      });
      onLoad({ filter: /\.ts$/ }, async ({ path }) => {
        if (!left.some((one) => one.path === path)) return undefined;
        found.add(path);
        return { contents: await emptied(path) };
      });
      onEnd(() => ({
        errors: left.filter(({ path }) => !found.has(path)).map(({ path }) => ({ text: `nothing imports ${path}` })),
      }));
    },
  };
}

/** A module of the same names with nothing behind them. */
async function emptied(path) {
  const { metafile } = await build({ entryPoints: [path], write: false, metafile: true, format: 'esm' });
  const [{ exports }] = Object.values(metafile.outputs);
  return exports.map((name) => `export const ${name} = {};`).join('\n');
}

/**
 * What a page loads for its own code to start: these imports of our packages as built, bundled, tree-shaken and minified;
 * without the libraries that adapters are given.
 * @param imports names by package: `{ '@mosa-js/core': ['createLayer'] }`
 * @param without by package, a module of its sources to leave out. Default: all is there
 * @returns bytes, and bytes after gzip
 */
export async function measure(imports, without = {}) {
  const lines = Object.entries(imports).map(([name, names]) => `export { ${names.join(', ')} } from '${name}';`);
  const { outputFiles } = await build({
    stdin: { contents: lines.join('\n'), resolveDir: here },
    bundle: true,
    minify: true,
    write: false,
    format: 'esm',
    platform: 'browser',
    target: 'es2022',
    external: ['@tensorflow/*', 'onnxruntime-*'],
    plugins: [laterElsewhere, leaveOut(without)],
    logLevel: 'error',
  });
  const [{ contents }] = outputFiles;
  return { bytes: contents.length, gzipped: gzipSync(contents, { level: 9 }).length };
}
