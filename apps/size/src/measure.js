import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import { build } from 'esbuild';

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
 * What a page loads for its own code to start: these imports of our packages as built, bundled, tree-shaken and minified;
 * without the libraries that adapters are given.
 * @param imports names by package: `{ '@mosa-js/core': ['createLayer'] }`
 * @returns bytes, and bytes after gzip
 */
export async function measure(imports) {
  const lines = Object.entries(imports).map(([name, names]) => `export { ${names.join(', ')} } from '${name}';`);
  const { outputFiles } = await build({
    stdin: { contents: lines.join('\n'), resolveDir: fileURLToPath(new URL('..', import.meta.url)) },
    bundle: true,
    minify: true,
    write: false,
    format: 'esm',
    platform: 'browser',
    target: 'es2022',
    external: ['@tensorflow/*', 'onnxruntime-*'],
    plugins: [laterElsewhere],
    logLevel: 'error',
  });
  const [{ contents }] = outputFiles;
  return { bytes: contents.length, gzipped: gzipSync(contents, { level: 9 }).length };
}
