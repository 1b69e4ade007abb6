import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { chromiumOrWhyNot } from '../../conformance/src/browser-chromium.js';
import { serve } from '../../conformance/src/browser-server.js';
import { createSession } from '../../conformance/src/browser-session.js';

const dist = fileURLToPath(new URL('../dist', import.meta.url));
const { found, whyNot: noBrowser } = await chromiumOrWhyNot();

describe.skipIf(noBrowser !== '')(`in a browser${noBrowser && ` (skipped: ${noBrowser})`}`, () => {
  if (!existsSync(`${dist}/index.html`)) throw new Error('these tests need `npm run build` first');
  const session = noBrowser ? undefined : createSession(found, 'software');
  let server;
  beforeAll(async () => {
    server = await serve(dist);
    await session.start();
  });
  afterAll(async () => {
    await session.close();
    await server.close();
  });

  const newPage = async () => (await session.browser()).newPage({ viewport: { width: 390, height: 800 } });
  const state = (page, wanted) => page.waitForSelector(`html[data-state="${wanted}"]`, { timeout: 60_000 });

  it('runs what its address asks for, and says that software is no GPU', async () => {
    const page = await newPage();
    // Products, since compiling is what takes time here, and these are a few shaders.
    const sizes = 'heads=1&lengths=64&head-width=16&runs=1&rounds=1&warm-up=1';
    await page.goto(`${server.address}?benchmark=matmul&${sizes}&start`);
    await state(page, 'done');
    const { rows, about } = await page.evaluate(() => globalThis.benchReport);
    expect(rows.map(({ kind }) => kind)).toEqual(['square', 'batched']);
    for (const { length, wallMs, flopsPerSecond, made } of rows) {
      expect({ length, made }).toMatchObject({ length: 64, made: { buffers: 0, bindGroups: 0, pipelines: 0 } });
      expect(wallMs).toBeGreaterThan(0);
      expect(Number.isFinite(flopsPerSecond)).toBe(true);
    }
    expect(about).toMatchObject({ software: true, host: expect.stringContaining('Chrome/') });
    expect(await page.innerText('#notice')).toBe('This GPU is in software: correctness only; not a measurement.');
    expect(await page.innerText('#report table')).toMatch(/^kind\t.*wall ms.*\nsquare\t1\t64\t1\t/);
    // Nothing is wider than a phone, and labels can be read there.
    const seen = await page.evaluate(() => {
      const svg = document.querySelector('svg');
      const pixels = svg.getBoundingClientRect().width / svg.viewBox.baseVal.width;
      const label = pixels * Number.parseFloat(getComputedStyle(svg.querySelector('text')).fontSize);
      return { label, width: document.documentElement.scrollWidth, points: svg.querySelectorAll('circle').length };
    });
    expect(seen).toEqual({ label: expect.any(Number), width: 390, points: 2 });
    expect(seen.label).toBeGreaterThanOrEqual(11);
    const [saved] = await Promise.all([page.waitForEvent('download'), page.click('#json')]);
    expect(JSON.parse(readFileSync(await saved.path(), 'utf8')).rows).toEqual(rows);
    await page.close();
  });

  it('runs on ONNX Runtime in WebAssembly, where it needs no GPU', async () => {
    const page = await newPage();
    const sizes = 'kind=mosa&heads=2&lengths=32&width=32&head-width=16&runs=1&rounds=1&warm-up=1';
    await page.goto(`${server.address}?benchmark=layer&backend=onnxruntime-web-wasm&${sizes}&start`);
    await state(page, 'done');
    const { rows, about } = await page.evaluate(() => globalThis.benchReport);
    expect(rows).toEqual([expect.objectContaining({ kind: 'mosa', length: 32, wallMs: expect.any(Number) })]);
    expect(about).toMatchObject({ onCpu: true, software: false, library: expect.stringMatching(/^onnxruntime-web /) });
    await page.goto(`${server.address}?benchmark=select&backend=onnxruntime-web-wasm&start`);
    await state(page, 'failed');
    expect(await page.innerText('#message')).toBe(
      'backend: expected webgpu or tfjs-webgpu for select, got onnxruntime-web-wasm',
    );
    await page.close();
  });

  it('refuses in words what it cannot understand', async () => {
    const page = await newPage();
    await page.goto(`${server.address}?lengths=64,x&start`);
    await state(page, 'failed');
    expect(await page.innerText('#message')).toBe('lengths: expected whole numbers from 1, got "x"');
    await page.close();
  });

  it('says how to get WebGPU where there is none', async () => {
    const page = await newPage();
    // Browsers have no WebGPU for what comes by http: from another machine, as they take this to do.
    await page.route('http://bench.example/**', async (route) => {
      const { pathname } = new URL(route.request().url());
      await route.fulfill({ path: dist + (pathname === '/' ? '/index.html' : pathname) });
    });
    await page.goto('http://bench.example/?start');
    await state(page, 'unavailable');
    expect(await page.innerText('#message')).toMatch(/^No WebGPU here \(navigator\.gpu\): .*https:\/\/ or localhost/);
    expect(await page.isDisabled('#run')).toBe(true);
    await page.close();
  });
});
