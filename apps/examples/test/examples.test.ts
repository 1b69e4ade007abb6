import { execFile, spawn } from 'node:child_process';
import { cpSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { chromium, type Page } from 'playwright-core';
import { afterAll, describe, expect, it } from 'vitest';
import { chromiumOrWhyNot } from '../../conformance/src/browser-chromium.js';
import { createProjects } from '../../samples/test/support/project';
import { repository } from '../../samples/test/support/samples';
import { pages, says } from '../expected.js';

const execute = promisify(execFile);
const examples = fileURLToPath(new URL('..', import.meta.url));
const projects = createProjects();
afterAll(projects.remove);
// Commands of libraries, as npm would link them into the project.
const env = { ...process.env, PATH: `${join(repository, 'node_modules/.bin')}:${process.env.PATH}` };

/** The example in a project that has what its package.json names. */
function projectOf(name: string): string {
  const manifest = JSON.parse(readFileSync(join(examples, name, 'package.json'), 'utf8'));
  const folder = projects.with(Object.keys({ ...manifest.dependencies, ...manifest.devDependencies }));
  cpSync(join(examples, name), folder, { recursive: true });
  return folder;
}

async function start(folder: string): Promise<string> {
  const { stdout } = await execute('npm', ['start', '--silent'], { cwd: folder, env });
  return stdout;
}

describe('examples', () => {
  it('are all here', () => {
    const found = readdirSync(examples, { withFileTypes: true }).filter((entry) => entry.isDirectory());
    const names = found.map(({ name }) => name).filter((name) => !/^\.|^test$|^node_modules$/.test(name));
    expect(names.sort()).toEqual([
      'generating',
      'node',
      'own-adapter',
      'own-tensors',
      'training',
      'transformers-js',
      'typescript',
      'vite',
      'vite-onnxruntime',
      'vite-onnxruntime-webgpu',
      'vite-tfjs-layers',
      'vite-webgpu',
    ]);
  });

  it.each(Object.entries(says))('%s runs', async (name, says) => {
    expect(await start(projectOf(name))).toMatch(says);
  });

  it('generating runs without mosa-js, from the ONNX files that it exports', async () => {
    const folder = projectOf('generating');
    const { stdout } = await execute('npm', ['run', 'onnx', '--silent'], { cwd: folder, env });
    expect(stdout).toMatch(/prefill.onnx, decode.onnx, model.json.*\nROMEO:[\s\S]{200}/);
    expect(readFileSync(join(folder, 'from-onnx.js'), 'utf8')).not.toMatch(/@mosa-js|import/);
  });

  it('transformers-js runs the same files, by its own loaders', async () => {
    const folder = projectOf('transformers-js');
    cpSync(join(examples, 'generating/shakespeare.safetensors'), join(folder, 'shakespeare.safetensors'));
    expect(await start(folder)).toMatch(/model.json.*\nROMEO:[\s\S]{200}\n$/);
    expect(readFileSync(join(folder, 'main.js'), 'utf8')).not.toMatch(/from '@mosa-js/);
  });

  it('training runs, and goes on from its checkpoint', async () => {
    const folder = projectOf('training');
    const losses = [...(await start(folder)).matchAll(/([\d.]+) nats/g)].map(([, loss]) => Number(loss));
    expect(losses).toHaveLength(2);
    expect(losses[1]!).toBeLessThan(losses[0]!);
    expect(await start(folder)).toMatch(/nothing left to train/);
  });
});

const { found: browser } = await chromiumOrWhyNot();

/** Builds the page of an example, serves it, and gives what it shows once it no longer says that it is starting. */
async function visit<R>(
  name: string,
  flags: readonly string[],
  look: (page: Page, state: string, open: (query: string) => Promise<string>) => Promise<R>,
): Promise<R> {
  const folder = projectOf(name);
  const vite = join(repository, 'node_modules/.bin/vite');
  await execute(vite, ['build'], { cwd: folder, env });
  const server = spawn(vite, ['preview', '--port', '0', '--host', '127.0.0.1'], { cwd: folder, env });
  const shown = await chromium.launch({
    executablePath: browser!.executablePath,
    env: { ...process.env, ...browser!.env } as Record<string, string>,
    args: ['--no-sandbox', ...flags],
  });
  try {
    const address = await new Promise<string>((resolve, reject) => {
      let text = '';
      server.stdout.on('data', (more) => {
        text += more;
        // biome-ignore lint/suspicious/noControlCharactersInRegex: the address is coloured for a terminal
        const found = /http:\/\/127\.0\.0\.1:\d+\//.exec(text.replace(/\x1b\[\d+m/g, ''));
        if (found) resolve(found[0]);
      });
      server.on('exit', () => reject(new Error(`vite preview ended: ${text}`)));
    });
    const page = await shown.newPage();
    const errors: string[] = [];
    page.on('pageerror', ({ message }) => errors.push(message));
    const ready = () => !document.querySelector('#state')?.textContent?.startsWith('starting');
    const open = async (query: string) => {
      await page.goto(address + query);
      await page.waitForFunction(ready, undefined, { timeout: 120_000 });
      return (await page.textContent('#state'))!;
    };
    const result = await look(page, await open(''), open);
    expect(errors).toEqual([]);
    if (process.env.MOSA_SCREENSHOT) await page.screenshot({ path: process.env.MOSA_SCREENSHOT, fullPage: true });
    return result;
  } finally {
    server.kill();
    await shown.close();
  }
}

describe.skipIf(browser === undefined)(`a page${browser ? '' : ' (skipped: no Chromium can be had here)'}`, () => {
  it('on tfjs wasm shows which words the heads chose', () =>
    visit('vite', pages.vite.flags, async (page, state) => {
      expect(state).toMatch(pages.vite.state);
      expect(await page.locator(pages.vite.count.selector).count()).toBe(pages.vite.count.is);
    }));

  it('on tfjs webgpu trains', () =>
    visit('vite-webgpu', pages['vite-webgpu'].flags, async (page, state) => {
      const { state: expected, count } = pages['vite-webgpu'];
      const [, first, last] = expected.exec(state) ?? [state];
      expect(Number(last)).toBeLessThan(Number(first) / 2);
      expect(await page.locator(count.selector).count()).toBe(count.is);
    }));

  it('on tfjs webgpu says what it needs where there is none', () =>
    visit('vite-webgpu', ['--disable-gpu', '--disable-features=WebGPU'], async (_page, state) => {
      expect(state).toMatch(/^failed: tfjs-webgpu: expected a GPU adapter/);
    }));

  it('with a layer of tfjs trains, saves and loads on webgl, and the same on webgpu', () =>
    visit('vite-tfjs-layers', pages['vite-tfjs-layers'].flags, async (page, state, open) => {
      const { state: expected, count } = pages['vite-tfjs-layers'];
      const lossesOf = (told: string) => {
        const [, backend, first, last, apart] = expected.exec(told) ?? [told, told];
        expect(Number(apart), told).toBeLessThan(1e-6);
        return { backend, first: Number(first), last: Number(last) };
      };
      const onWebgl = lossesOf(state);
      expect(onWebgl).toMatchObject({ backend: 'webgl' });
      expect(onWebgl.last).toBeLessThan(0.7 * onWebgl.first);
      expect(await page.locator(count.selector).count()).toBe(count.is);
      const onWebgpu = lossesOf(await open('?backend=webgpu'));
      expect(onWebgpu).toMatchObject({ backend: 'webgpu', first: onWebgl.first });
      expect(Math.abs(onWebgpu.last - onWebgl.last)).toBeLessThan(0.003);
    }));

  it('on onnxruntime webgpu attends by our kernels between two sessions, on their device', () =>
    visit('vite-onnxruntime-webgpu', pages['vite-onnxruntime-webgpu'].flags, async (page, state) => {
      const { state: expected, count } = pages['vite-onnxruntime-webgpu'];
      const [, apart] = expected.exec(state) ?? [state];
      expect(Number(apart)).toBeLessThan(1e-5);
      expect(await page.locator(count.selector).count()).toBe(count.is);
    }));

  it('on onnxruntime wasm shows which tokens the heads chose, with threads', () =>
    visit('vite-onnxruntime', pages['vite-onnxruntime'].flags, async (page, state) => {
      expect(state).toMatch(pages['vite-onnxruntime'].state);
      expect(await page.textContent('#heads')).toMatch(/^(head \d [█·]{24}\n?){4}$/);
    }));
});
