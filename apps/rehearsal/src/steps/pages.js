// Who bundles the packages for a page.
import { cpSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import { build } from 'esbuild';
import { pages } from '../../../examples/expected.js';
import { check, Unavailable } from '../failure.js';
import { createProject } from '../project.js';
import { exampleProject } from './consumers.js';

const consumers = fileURLToPath(new URL('../../consumers', import.meta.url));
const visitor = fileURLToPath(new URL('../visit.js', import.meta.url));

/** An example's page, built by Vite from what the registry has, in a real browser. */
export async function vitePage(context, name) {
  const { project, installed } = await exampleProject(context, name, context.version1);
  const { stdout } = await project.run('npx', ['--no', '--', 'vite', '--version']);
  await project.run('npx', ['--no', '--', 'vite', 'build']);
  const { state, version } = await visit(project, 'dist', pages[name]);
  return { installed, ran: `Vite ${/vite\/([\d.]+)/.exec(stdout)?.[1]}, Chromium ${version}`, result: state };
}

/** @throws Unavailable without a Chromium */
async function visit(project, dist, { isolated, flags, state, count }) {
  const words = [visitor, join(project.folder, dist), JSON.stringify({ isolated, flags, selector: count.selector })];
  const { code, stdout, stderr } = await project.run(process.execPath, words, { seconds: 240, exitCodes: [0, 3] });
  if (code === 3) throw new Unavailable(`the page is built; to see it, ${stderr.trim()}`);
  const shown = JSON.parse(stdout);
  check(shown.errors.length === 0, 'the page', 'no error', shown.errors);
  check(state.test(shown.state), 'the page', String(state), shown.state);
  check(shown.count === count.is, `the page's ${count.selector}`, String(count.is), shown.count);
  return shown;
}

/** A page and a program for Node, built by webpack; the program runs, and so does the page where there is a browser. */
export async function webpack(context) {
  const { version1 } = context;
  const project = createProject(context, 'webpack');
  const ours = ['core', 'reference', 'safetensors', 'tfjs'].map((name) => `@mosa-js/${name}@${version1}`);
  const { installed } = await project.install([
    ...ours,
    '@tensorflow/tfjs-core',
    '@tensorflow/tfjs-backend-cpu',
    'webpack',
  ]);
  for (const file of ['page.mjs', 'index.html', 'webpack.mjs']) {
    cpSync(join(consumers, 'webpack', file), join(project.folder, file));
  }
  const { stdout } = await project.run(process.execPath, ['webpack.mjs']);
  const state = /^y 1 × 12 × 16 on tfjs [\d.]+$/m;
  const { stdout: said } = await project.run(process.execPath, ['node/main.cjs']);
  check(state.test(said), 'the program', String(state), said);
  const shown = await visit(project, 'dist', {
    isolated: true,
    flags: ['--disable-gpu'],
    state,
    count: { selector: '#state', is: 1 },
  });
  return { installed, ran: `webpack ${stdout.trim()}, Node and Chromium ${shown.version}`, result: shown.state };
}

/** What a consumer's own code and what it uses of ours weigh. */
const bundles = {
  'a layer on the reference': {
    '@mosa-js/core': ['createLayer', 'attentionConfig', 'hostTensor', 'initWeights'],
    '@mosa-js/reference': ['createReferenceBackend'],
  },
  'a layer, without a backend': { '@mosa-js/core': ['createLayer', 'attentionConfig', 'hostTensor', 'initWeights'] },
  'hostTensor alone': { '@mosa-js/core': ['hostTensor'] },
};

/** A consumer's bundle, tree-shaken and minified by esbuild, and its size. */
export async function bundle(context) {
  const { version1 } = context;
  const project = createProject(context, 'bundle');
  const { installed } = await project.install(['core', 'reference'].map((name) => `@mosa-js/${name}@${version1}`));
  const sizes = {};
  for (const [name, imports] of Object.entries(bundles)) {
    const lines = Object.entries(imports).map(([one, names]) => `export { ${names.join(', ')} } from '${one}';`);
    project.write('entry.mjs', lines.join('\n'));
    const { outputFiles } = await build({
      entryPoints: [join(project.folder, 'entry.mjs')],
      bundle: true,
      minify: true,
      write: false,
      format: 'esm',
      platform: 'browser',
      target: 'es2022',
      logLevel: 'silent',
    });
    const [{ contents }] = outputFiles;
    sizes[name] = { bytes: contents.length, gzipped: gzipSync(contents, { level: 9 }).length };
  }
  const whole = readFileSync(join(project.folder, 'node_modules/@mosa-js/core/dist/index.js')).length;
  const least = sizes['hostTensor alone'].bytes;
  check(least < 5000, 'hostTensor alone', `a bundle below 5000 bytes, tree-shaken, of ${whole}`, `${least} bytes`);
  const [[name, { bytes, gzipped }]] = Object.entries(sizes);
  return { installed, ran: 'esbuild', result: `${name}: ${kilobytes(bytes)}, ${kilobytes(gzipped)} by gzip`, sizes };
}

const kilobytes = (bytes) => `${(bytes / 1000).toFixed(1)} kB`;
