import { execFile, spawn } from 'node:child_process';
import { cpSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { chromium } from 'playwright-core';
import { afterAll, describe, expect, it } from 'vitest';
import { findChromium, NoChromium } from '../../conformance/src/browser-chromium.js';
import { createProjects } from '../../samples/test/support/project';
import { repository } from '../../samples/test/support/samples';

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
    expect(names.sort()).toEqual(['node', 'own-adapter', 'own-tensors', 'training', 'typescript', 'vite']);
  });

  it.each([
    ['node', /^head 3 [█·]{24}$/m],
    ['typescript', /padding is 0: true/],
    ['own-tensors', /tensors left: 0$/m],
    ['own-adapter', /passed/],
  ])('%s runs', async (name, says) => {
    expect(await start(projectOf(name))).toMatch(says);
  });

  it('training runs, and goes on from its checkpoint', async () => {
    const folder = projectOf('training');
    const losses = [...(await start(folder)).matchAll(/([\d.]+) nats/g)].map(([, loss]) => Number(loss));
    expect(losses).toHaveLength(2);
    expect(losses[1]!).toBeLessThan(losses[0]!);
    expect(await start(folder)).toMatch(/nothing left to train/);
  });
});

const browser = await findChromium(process.env.CHROMIUM_PATH).catch((error: unknown) => {
  if (error instanceof NoChromium) return undefined;
  throw error;
});

describe.skipIf(browser === undefined)(`a page${browser ? '' : ' (skipped: no Chromium can be had here)'}`, () => {
  it('shows which words the heads chose', async () => {
    const folder = projectOf('vite');
    const vite = join(repository, 'node_modules/.bin/vite');
    await execute(vite, ['build'], { cwd: folder, env });
    const server = spawn(vite, ['preview', '--port', '0', '--host', '127.0.0.1'], { cwd: folder, env });
    const shown = await chromium.launch({
      executablePath: browser!.executablePath,
      env: { ...process.env, ...browser!.env } as Record<string, string>,
      args: ['--no-sandbox', '--disable-gpu'],
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
      await page.goto(address);
      await page.waitForFunction(() => !document.querySelector('#state')?.textContent?.startsWith('starting'));
      expect(await page.textContent('#state')).toMatch(/^each of 6 heads chose 4 of 16 words, on tfjs \d/);
      expect(await page.locator('td.chosen').count()).toBe(24);
      expect(errors).toEqual([]);
      if (process.env.MOSA_SCREENSHOT) await page.screenshot({ path: process.env.MOSA_SCREENSHOT, fullPage: true });
    } finally {
      server.kill();
      await shown.close();
    }
  });
});
