import { fileURLToPath } from 'node:url';
import { type Browser, type BrowserContextOptions, chromium, type Page } from 'playwright-core';
import { chromiumOrWhyNot } from '../../../conformance/src/browser-chromium.js';
import { serve } from '../../../conformance/src/browser-server.js';

const dist = fileURLToPath(new URL('../../dist', import.meta.url));

/** Undefined where no Chromium can be had: then there is nothing to test with. */
export const { found } = await chromiumOrWhyNot();

const flags = {
  software: ['--enable-unsafe-webgpu', '--use-webgpu-adapter=swiftshader', '--enable-unsafe-swiftshader'],
  none: ['--disable-gpu', '--disable-features=WebGPU'],
};

/** The built page in a browser, on a server of this machine: without isolation headers, as static hosts have none, or with them. */
export async function openBrowser(gpu: keyof typeof flags, isolated = false) {
  const server = await serve(dist, { isolated });
  const browser: Browser = await chromium.launch({
    executablePath: found!.executablePath,
    env: { ...process.env, ...found!.env } as Record<string, string>,
    args: ['--no-sandbox', ...flags[gpu]],
  });
  return {
    address: server.address,
    /** A page of its own, with what it asked for elsewhere and what it threw. */
    async visit(hash = '', options: BrowserContextOptions = {}): Promise<Visit> {
      const context = await browser.newContext({ viewport: { width: 1280, height: 900 }, ...options });
      const page = await context.newPage();
      const errors: string[] = [];
      const elsewhere: string[] = [];
      page.on('pageerror', ({ message }) => errors.push(message));
      page.on('console', (message) => {
        if (message.type() === 'error') errors.push(message.text());
      });
      page.on('request', (request) => {
        if (!/^(data|blob):/.test(request.url()) && !request.url().startsWith(server.address))
          elsewhere.push(request.url());
      });
      await page.goto(`${server.address}${hash}`);
      return { page, errors, elsewhere, close: () => context.close() };
    },
    async close() {
      await browser.close();
      await server.close();
    },
  };
}

export interface Visit {
  readonly page: Page;
  readonly errors: string[];
  readonly elsewhere: string[];
  close(): Promise<void>;
}
