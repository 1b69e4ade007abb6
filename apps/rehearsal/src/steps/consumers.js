// Who installs the packages in Node: projects, versions of Node, TypeScript, other runtimes.
import { cpSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { says } from '../../../examples/expected.js';
import { check, Failure, Unavailable } from '../failure.js';
import { createProject, needsOthers } from '../project.js';

const consumers = fileURLToPath(new URL('../../consumers', import.meta.url));

/** Libraries that adapters are given in Node, without a GPU and without scripts at their installation. */
const libraries = ['onnxruntime-node', '@tensorflow/tfjs-core', '@tensorflow/tfjs-backend-cpu'];

/** A project with all our packages, made once a run; in the quick form without any package of others. */
export async function everything(context) {
  context.everything ??= makeEverything(context);
  return context.everything;
}

async function makeEverything(context) {
  const { quick, version1, packedOf } = context;
  const packed = packedOf(version1).filter(({ name }) => !quick || !needsOthers.includes(name));
  const project = createProject(context, 'everything');
  const names = packed.map(({ name }) => name);
  const specs = names.map((name) => `${name}@${version1}`);
  const { installed } = quick
    ? await project.install(specs, { peers: false })
    : await project.install([...specs, ...libraries]);
  for (const file of ['use.cjs', 'esm.mjs', 'cjs.cjs']) cpSync(join(consumers, file), join(project.folder, file));
  return {
    project,
    installed,
    names,
    entries: names.flatMap((name) => entriesOf(project.folder, name)),
    libraries: quick ? [] : libraries,
  };
}

const manifestIn = (folder, name) =>
  JSON.parse(readFileSync(join(folder, 'node_modules', name, 'package.json'), 'utf8'));

/** `@mosa-js/core`, `@mosa-js/core/adapter` … */
function entriesOf(folder, name) {
  const entries = Object.keys(manifestIn(folder, name).exports).filter((entry) => entry !== './package.json');
  return entries.map((entry) => `${name}${entry.slice(1)}`);
}

/** Loads every entry as a module and by `require`, and runs a layer on each backend. */
export async function inNode(context, major) {
  const { project, installed, entries, libraries: there } = await everything(context);
  const node = await nodeOf(context, major);
  const results = [];
  for (const file of ['esm.mjs', 'cjs.cjs']) {
    const { stdout } = await project.run(node, [file, JSON.stringify(entries), JSON.stringify(there)]);
    results.push(resultOf(stdout, file));
  }
  const [{ names, ran }, second] = results;
  check(second.names === names, 'require', `the ${names} names of import`, second.names);
  const { stdout } = await project.run(node, ['--version']);
  return {
    installed,
    ran: `Node ${stdout.trim().slice(1)}, ESM and CJS`,
    result: `${entries.length} entries; a layer on ${ran.join(', ')}`,
  };
}

function resultOf(stdout, file) {
  try {
    return JSON.parse(stdout.trim().split('\n').at(-1));
  } catch (error) {
    throw new Failure(file, 'what it did, as JSON', stdout.slice(-500), { cause: error });
  }
}

/** This Node, or the binary of another one, which npm has. */
async function nodeOf(context, major) {
  if (major === process.versions.node.split('.')[0]) return process.execPath;
  const system = { linux: 'linux', darwin: 'darwin' }[process.platform];
  const name = `node-${system}-${process.arch}`;
  if (system === undefined) throw new Unavailable('npm has Node for Linux and macOS: run this by each Node');
  const { folder, install } = createProject(context, `node-${major}`);
  await install([`${name}@${major}`]);
  return join(folder, 'node_modules', name, 'bin/node');
}

const strict = { strict: true, target: 'es2022', noEmit: true, skipLibCheck: false };

const importing = (names) => names.map((one, i) => `import * as p${i} from '${one}';\nconsole.log(p${i});\n`).join('');

/** Strict TypeScript, without skipLibCheck, as a module, as CommonJS and for bundlers. Its compiler is this repository's. */
export async function inTypeScript(context, which) {
  const { root, quick } = context;
  const { project, installed, entries } = await everything(context);
  const home = join(root, 'node_modules', which);
  const { version } = JSON.parse(readFileSync(join(home, 'package.json'), 'utf8'));
  // Declarations of tfjs and onnxruntime do not stand the check of themselves.
  const ours = entries.filter((name) => !/tfjs|onnxruntime/.test(name));
  const adapters = entries.filter((name) => /tfjs|onnxruntime/.test(name));
  const ofNode = { types: ['node'], typeRoots: [join(root, 'node_modules/@types')] };
  const bundler = { module: 'esnext', moduleResolution: 'bundler' };
  const runs = [
    ['nodenext.mts', ours, { ...strict, ...ofNode, module: 'nodenext' }],
    ['nodenext.cts', ours, { ...strict, ...ofNode, module: 'nodenext' }],
    ['bundler.mts', ours, { ...strict, ...ofNode, ...bundler }],
    // A page knows nothing of Node.
    [
      'page.mts',
      ours.filter((name) => /\/(core|reference|safetensors|lm)(\/(?!node$)|$)/.test(name)),
      { ...strict, ...bundler, types: [] },
    ],
  ];
  if (!quick) {
    runs.push(
      ['adapters.mts', adapters, { ...strict, ...ofNode, module: 'nodenext', skipLibCheck: true }],
      ['adapters-bundler.mts', adapters, { ...strict, ...ofNode, ...bundler, skipLibCheck: true }],
    );
  }
  for (const [file, names, compilerOptions] of runs) {
    project.write(file, importing(names));
    project.write(`${which}-${file}.json`, JSON.stringify({ compilerOptions, files: [file] }));
    await project.run(process.execPath, [join(home, 'bin/tsc'), '-p', `${which}-${file}.json`]);
  }
  return {
    installed,
    ran: `TypeScript ${version}`,
    result: 'nodenext (.mts, .cts) and bundler, strict, without skipLibCheck',
  };
}

/** The adapter of docs/write-an-adapter.md, in the project that it tells to make, against the whole suite. */
export async function ownAdapter(context) {
  const { root, version1 } = context;
  const text = readFileSync(join(root, 'docs/write-an-adapter.md'), 'utf8');
  const [, words] = /npm install ([^`]+)`/.exec(text);
  const [, adapter] = /```js\n([\s\S]*?)```/.exec(text);
  const project = createProject(context, 'own-adapter', { type: undefined });
  const { installed } = await project.install(words.split(' ').map((name) => `${name}@${version1}`));
  project.write('my-adapter.mjs', adapter);
  const command = ['--no', '--', 'mosa-conformance'];
  const { stdout: said } = await project.run('npx', [...command, '--version']);
  check(said.includes(version1), 'mosa-conformance --version', version1, said);
  await project.run('npx', [...command, '--backend', './my-adapter.mjs', '--json', 'out.json']);
  const { backends } = JSON.parse(readFileSync(join(project.folder, 'out.json'), 'utf8'));
  const [{ name, device, library, status, cases }] = backends;
  const found = [name, device, library, status].join(', ');
  check(
    found === 'my-backend, cpu, my-library 1.0.0, ran',
    'the report',
    'my-backend, cpu, my-library 1.0.0, ran',
    found,
  );
  const passed = cases.filter((one) => one.status === 'pass').length;
  check(passed > 300, 'the report', 'more than 300 cases that pass', passed);
  return {
    installed,
    ran: 'npx mosa-conformance --backend ./my-adapter.mjs',
    result: `${passed} of ${cases.length} cases passed`,
  };
}

/** Other runtimes, from npm: their binaries are packages, which need no script. Each installs by itself. */
export const runtimes = {
  bun: {
    spec: 'bun',
    binary: () => `@oven/bun-${process.platform}-${process.arch === 'arm64' ? 'aarch64' : process.arch}/bin/bun`,
    install: ['install', '--ignore-scripts'],
    run: ['run'],
  },
  deno: {
    spec: 'deno',
    binary: () => `@deno/${process.platform}-${process.arch}${process.platform === 'linux' ? '-glibc' : ''}/deno`,
    // By default it takes no version that is younger than a day.
    install: ['install', '--minimum-dependency-age=0'],
    run: ['run', '--allow-all'],
  },
};

/** Installs our packages by another runtime and runs a layer in it. */
export async function inRuntime(context, name) {
  const { version1, packedOf } = context;
  const runtime = runtimes[name];
  const tools = createProject(context, `${name}-itself`);
  await tools.install([runtime.spec]);
  const binary = join(tools.folder, 'node_modules', runtime.binary());
  const own = ['core', 'reference', 'safetensors', 'lm', 'onnxruntime', 'tfjs'].map((one) => `@mosa-js/${one}`);
  const dependencies = Object.fromEntries([
    ...own.map((one) => [one, version1]),
    ...libraries.map((one) => [one, '*']),
  ]);
  const project = createProject(context, name, { dependencies });
  await project.run(binary, runtime.install);
  for (const one of own) {
    const { version } = manifestIn(project.folder, one);
    check(version === version1, one, version1, version);
    check(
      packedOf(version1).some((packed) => packed.name === one),
      one,
      'one that was packed',
      'none',
    );
  }
  for (const file of ['use.cjs', 'esm.mjs', 'cjs.cjs']) cpSync(join(consumers, file), join(project.folder, file));
  const entries = own.flatMap((one) => entriesOf(project.folder, one));
  let result;
  for (const file of ['esm.mjs', 'cjs.cjs']) {
    const words = [...runtime.run, file, JSON.stringify(entries), JSON.stringify(libraries)];
    const { stdout } = await project.run(binary, words);
    result = resultOf(stdout, file);
  }
  const { stdout } = await project.run(binary, ['--version']);
  const [number] = /\d+\.\d+\.\d+/.exec(stdout);
  return {
    installed: `${own.length} of ours ${version1}, by ${name} install`,
    ran: `${name[0].toUpperCase()}${name.slice(1)} ${number}, ESM and CJS`,
    result: `${entries.length} entries; a layer on ${result.ran.join(', ')}`,
  };
}

/** A project with a version, which then goes to the next one: its checkpoint is read, and goes on with the losses that it had. */
export async function upgrade(context) {
  const { version1, version2 } = context;
  const project = createProject(context, 'upgrade');
  cpSync(join(consumers, 'train.mjs'), join(project.folder, 'train.mjs'));
  const names = ['core', 'lm', 'reference'].map((name) => `@mosa-js/${name}`);
  const at = (version) => names.map((name) => `${name}@${version}`);
  await project.install(at(version1));
  const before = JSON.parse((await project.run(process.execPath, ['train.mjs'])).stdout);
  const { installed, versions } = await project.install(at(version2));
  const all = [...new Set(Object.values(versions).flat())].join(', ');
  check(all === version2, 'the project after its upgrade', `${version2} alone`, all);
  const after = JSON.parse((await project.run(process.execPath, ['train.mjs', 'half.safetensors'])).stdout);
  const late = Object.entries(before).filter(([step]) => Number(step) > 4);
  check(late.length === 4, 'training before the upgrade', 'losses of the steps 5 to 8', before);
  check(
    JSON.stringify(Object.fromEntries(late)) === JSON.stringify(after),
    'losses after the upgrade',
    Object.fromEntries(late),
    after,
  );
  return {
    installed,
    ran: `${version1}, then npm install of ${version2}`,
    result: 'a checkpoint goes on, with the same losses',
  };
}

/** One package of the version before beside the new core: npm keeps its own core for it, and both work together. */
export async function mixed(context) {
  const { version1, version2 } = context;
  const project = createProject(context, 'mixed');
  const specs = [`@mosa-js/core@${version2}`, `@mosa-js/reference@${version1}`, `@mosa-js/lm@${version1}`];
  const { installed, versions } = await project.install(specs);
  const cores = versions['@mosa-js/core'].sort().join(', ');
  const wanted = [version1, version2];
  check(
    wanted.every((version) => versions['@mosa-js/core'].includes(version)),
    'copies of core',
    wanted.join(', '),
    cores,
  );
  cpSync(join(consumers, 'mixed.mjs'), join(project.folder, 'mixed.mjs'));
  const { stdout } = await project.run(process.execPath, ['mixed.mjs']);
  return { installed, ran: `core ${version2} with lm and reference ${version1}`, result: stdout.trim() };
}

/** Examples for Node, as they stand; what each must say. */
export async function examples(context) {
  const { version1 } = context;
  const names = Object.keys(says);
  for (const name of names) {
    const { project } = await exampleProject(context, name, version1);
    const { stdout } = await project.run('npm', ['start', '--silent']);
    check(says[name].test(stdout), `the example ${name}`, String(says[name]), stdout.slice(-500));
  }
  return { installed: `${names.length} projects`, ran: 'npm start', result: names.join(', ') };
}

/** An example with what its package.json names, ours in this version. */
export async function exampleProject(context, name, version) {
  const { root } = context;
  const from = join(root, 'apps/examples', name);
  const manifest = JSON.parse(readFileSync(join(from, 'package.json'), 'utf8'));
  const project = createProject(context, name);
  cpSync(from, project.folder, { recursive: true });
  for (const one of Object.keys(manifest.dependencies)) {
    if (one.startsWith('@mosa-js/')) manifest.dependencies[one] = version;
  }
  writeFileSync(join(project.folder, 'package.json'), JSON.stringify(manifest, null, 2));
  const { installed } = await project.install();
  return { project, installed };
}
