// The suite under other versions of Node, whose binaries come from npm: node src/other-nodes.js [22 24] [options of the suite]
// Default: 22 and 24, on tfjs-node-gpu. Writes report/node-VERSION.json.
import { execFileSync, spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { sourcesHash } from '../../../scripts/sources.js';

const app = fileURLToPath(new URL('..', import.meta.url));
const suite = fileURLToPath(new URL('../bin/mosa-conformance.js', import.meta.resolve('@mosa-js/conformance')));
const words = process.argv.slice(2);
const options = words.filter((word) => !/^\d+$/.test(word));
const asked = words.filter((word) => /^\d+$/.test(word));
const versions = asked.length > 0 ? asked : ['22', '24'];
const system = { linux: 'linux', darwin: 'darwin' }[process.platform];
if (system === undefined) throw new Error('npm has Node for Linux and macOS');

const sources = ['--sources', sourcesHash(fileURLToPath(new URL('../../..', import.meta.url)))];
const folder = mkdtempSync(join(tmpdir(), 'mosa-nodes-'));
process.on('exit', () => rmSync(folder, { recursive: true, force: true }));
mkdirSync(join(app, 'report'), { recursive: true });
for (const version of versions) {
  const name = `node-${system}-${process.arch}`;
  const quiet = ['--no-audit', '--no-fund', '--loglevel=error', '--ignore-scripts'];
  execFileSync('npm', ['install', ...quiet, '--prefix', join(folder, version), `${name}@${version}`]);
  const node = join(folder, version, 'node_modules', name, 'bin', 'node');
  console.log(`Node ${execFileSync(node, ['--version'], { encoding: 'utf8' }).trim().slice(1)}`);
  const report = ['--json', join(app, 'report', `node-${version}.json`)];
  const chosen = options.some((word) => /^(--backend|-b)/.test(word)) ? [] : ['--backend', 'tfjs-node-gpu'];
  const { status } = spawnSync(node, [suite, ...chosen, ...sources, ...options, ...report], {
    cwd: app,
    stdio: 'inherit',
  });
  if (status !== 0) process.exitCode = status ?? 1;
}
