// tfjs-node's own tests and those of tfjs-core, as their npm packages bring them compiled, on the libtensorflow that is
// under tfjs-node-gpu here. Prints each test that fails, and at the end how many ran.
//   node scripts/upstream-tests.mjs [--grep TEXT]
import { execFileSync, spawnSync } from 'node:child_process';
import { copyFileSync, mkdirSync, mkdtempSync, readdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

const require = createRequire(import.meta.url);
const pack = dirname(require.resolve('@tensorflow/tfjs-node-gpu/package.json'));
const { build } = createRequire(require.resolve('tsup/package.json'))('esbuild');
const work = mkdtempSync(join(tmpdir(), 'mosa-upstream-'));
process.on('exit', () => rmSync(work, { recursive: true, force: true }));

// What the tests are run with, in the version that tfjs-node names.
const { devDependencies } = require('@tensorflow/tfjs-node-gpu/package.json');
const runner = ['jasmine', 'tmp'].map((name) => `${name}@${devDependencies[name]}`);
execFileSync('npm', ['install', '--ignore-scripts', '--no-audit', '--no-fund', '--prefix', work, ...runner], {
  stdio: 'inherit',
});

// These read pictures and models that are not in the npm package.
const withoutFiles = ['image_test.js', 'saved_model_test.js'];
const own = ['.', 'io'].flatMap((folder) =>
  readdirSync(join(pack, 'dist', folder))
    .filter((name) => name.endsWith('_test.js') && !withoutFiles.includes(name))
    .map((name) => join(pack, 'dist', folder, name)),
);
const entry = join(work, 'entry.js');
writeFileSync(
  entry,
  `${[join(pack, 'dist', 'run_tests.js'), ...own].map((file) => `require(${JSON.stringify(file)});`).join('\n')}
let [ran, failed] = [0, 0];
jasmine.getEnv().addReporter({
  specDone({ status, fullName, failedExpectations }) {
    if (status === 'passed' || status === 'failed') ran++;
    if (status !== 'failed') return;
    failed++;
    console.log('\\nFAILED ' + fullName + ': ' + failedExpectations[0].message.split('\\n')[0].slice(0, 300));
  },
  jasmineDone: () => console.log(\`upstream: \${ran} tests, \${failed} failed\`),
});
`,
);
const bundle = join(work, 'package', 'dist', 'tests.cjs');
await build({
  entryPoints: [entry],
  outfile: bundle,
  bundle: true,
  platform: 'node',
  logLevel: 'error',
  // tfjs-core says that its modules have no side effects, and its tests are nothing else.
  ignoreAnnotations: true,
  external: ['@mapbox/node-pre-gyp', 'jasmine', 'jasmine-core', 'tmp'],
  nodePaths: [join(pack, '..', '..')],
});
copyFileSync(join(pack, 'package.json'), join(work, 'package', 'package.json'));
for (const name of ['lib', 'deps']) symlinkSync(join(pack, name), join(work, 'package', name));
mkdirSync(join(work, 'cwd'));
const NODE_PATH = [join(work, 'node_modules'), join(pack, '..', '..')].join(':');
const words = [bundle, ...process.argv.slice(2)];
const { status } = spawnSync(process.execPath, words, {
  cwd: join(work, 'cwd'),
  env: { ...process.env, NODE_PATH },
  stdio: 'inherit',
});
process.exitCode = status ?? 1;
