import { execFile } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, describe, expect, it } from 'vitest';
import { createProjects } from './support/project';
import { documents, repository } from './support/samples';

const execute = promisify(execFile);
const projects = createProjects();
afterAll(projects.remove);

const importing = (names: readonly string[]) =>
  names.map((one, i) => `import * as p${i} from '${one}';\nconsole.log(p${i});\n`).join('');

const compilerOptions = {
  strict: true,
  module: 'nodenext',
  target: 'es2022',
  noEmit: true,
  skipLibCheck: false,
  types: [],
};

// The oldest version that our READMEs promise, and the newest.
describe.each(['typescript-oldest', 'typescript-newest'])('%s', (name) => {
  const home = join(repository, 'node_modules', name);
  const { version } = JSON.parse(readFileSync(join(home, 'package.json'), 'utf8'));

  const typeCheck = async (folder: string, options: object) => {
    writeFileSync(join(folder, 'tsconfig.json'), JSON.stringify({ compilerOptions: options, include: ['*.mts'] }));
    const compiler = join(home, 'bin/tsc');
    return execute(process.execPath, [compiler, '-p', folder], { cwd: folder }).then(
      () => '',
      ({ stdout, stderr }) => `${stdout}${stderr}`,
    );
  };

  const codeOf = (...files: string[]) =>
    documents()
      .filter(({ file }) => files.includes(file))
      .flatMap(({ samples }) => samples.filter(({ language }) => language === 'js' || language === 'ts'));

  it(`${version}: declarations of packages and samples of their READMEs, without skipLibCheck`, async () => {
    const names = projects.names.filter((one) => !/tfjs|onnxruntime/.test(one));
    const folder = projects.with([...names, '@types/node']);
    writeFileSync(join(folder, 'all.mts'), importing(names));
    const code = codeOf('packages/core/README.md', 'packages/reference/README.md', 'packages/safetensors/README.md');
    expect(code.length).toBeGreaterThan(4);
    for (const [i, sample] of code.entries()) writeFileSync(join(folder, `sample${i}.mts`), sample.code);
    expect(await typeCheck(folder, { ...compilerOptions, types: ['node'] })).toBe('');
  });

  it(`${version}: the ten lines`, async () => {
    const [document] = documents();
    const folder = projects.with(document!.installs);
    writeFileSync(join(folder, 'lines.mts'), codeOf('README.md')[0]!.code);
    // Declarations of tfjs do not stand the check of themselves.
    expect(await typeCheck(folder, { ...compilerOptions, skipLibCheck: true })).toBe('');
  });

  it(`${version}: the guide to TypeScript`, async () => {
    const document = documents().find(({ file }) => file === 'docs/typescript.md')!;
    const folder = projects.with(document.installs);
    writeFileSync(join(folder, 'guide.mts'), codeOf(document.file)[0]!.code);
    expect(await typeCheck(folder, { ...compilerOptions, lib: ['es2022', 'esnext.disposable', 'dom'] })).toBe('');
  });

  it(`${version}: a page that knows nothing of Node`, async () => {
    const names = ['@mosa-js/core', '@mosa-js/reference', '@mosa-js/safetensors', '@mosa-js/lm'];
    const folder = projects.with(names);
    writeFileSync(join(folder, 'all.mts'), importing(names));
    expect(await typeCheck(folder, { ...compilerOptions, module: 'esnext', moduleResolution: 'bundler' })).toBe('');
  });
});
