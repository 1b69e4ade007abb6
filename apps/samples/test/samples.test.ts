import { execFile } from 'node:child_process';
import { existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { hasVulkanDriver, softwareGpuEnvironment } from '@mosa-js/software-gpu';
import ts from 'typescript';
import { afterAll, describe, expect, it } from 'vitest';
import { createProjects } from './support/project';
import { commented, documents, repository } from './support/samples';

const execute = promisify(execFile);
const gpu = hasVulkanDriver() ? {} : await softwareGpuEnvironment();
const projects = createProjects();
afterAll(projects.remove);

const addon = join(repository, 'node_modules/@tensorflow/tfjs-node-gpu/lib/napi-v8/tfjs_binding.node');

/** What a sample needs that not every machine has. */
const needs = [
  { name: 'a GPU, or one in software', word: "from 'webgpu'", there: gpu !== undefined },
  { name: 'a libtensorflow (npm run provision)', word: 'loadTfjsNode', there: existsSync(addon) },
];

// Reproductions of upstream's bugs end as those end, some by a crash; `npm run upstream-bugs` runs them.
const read = [...documents(), ...commented()].filter(({ file }) => file !== 'docs/upstream-bugs.md');
const code = read.flatMap((document) =>
  document.samples
    .filter(({ language }) => language === 'js' || language === 'ts')
    .map((sample) => ({ ...sample, document })),
);

const asJavaScript = (text: string) =>
  ts.transpileModule(text, { compilerOptions: { target: ts.ScriptTarget.ES2022, module: ts.ModuleKind.ESNext } })
    .outputText;

describe('samples', () => {
  it('are found', () => {
    const inComments = code.filter(({ place }) => place.includes('.ts:'));
    expect(inComments.length).toBeGreaterThan(10);
    expect(code.length - inComments.length).toBeGreaterThan(15);
  });

  for (const { place, language, code: text, notRun, document } of code) {
    const lacks = needs.find(({ word, there }) => text.includes(word) && !there);
    const reason = notRun ?? (lacks && `needs ${lacks.name}`);
    it.skipIf(reason !== undefined)(`${place}${reason ? ` (skipped: ${reason})` : ''}`, async () => {
      const folder = projects.with(document.installs);
      const file = join(folder, 'sample.mjs');
      writeFileSync(file, language === 'ts' ? asJavaScript(text) : text);
      const { stderr } = await execute(process.execPath, [file], { cwd: folder, env: { ...process.env, ...gpu } });
      expect(stderr).not.toMatch(/Error|rejected/);
    });
  }
});
