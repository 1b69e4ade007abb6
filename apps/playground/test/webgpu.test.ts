import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { found, openBrowser } from './support/browser';
import { losses, openSettings, ready, says } from './support/page';

/** As few shaders as can be. */
const tiny = '#backend=webgpu&layers=1&width=32&length=16&k=4&dense=1&kept=0&heads=2&batch=4&steps=500&rate=0.01';

/** Compiling shaders in software takes 20 to 50 seconds, and conformance judges this backend in this browser anyway. */
const asked = process.env.MOSA_PLAYGROUND_GPU !== undefined;
const reason = found ? 'runs where MOSA_PLAYGROUND_GPU is set, since it takes long' : 'no Chromium can be had here';

describe.skipIf(!found || !asked)(`the page on WebGPU${found && asked ? '' : ` (skipped: ${reason})`}`, () => {
  let browser: Awaited<ReturnType<typeof openBrowser>>;
  beforeAll(async () => {
    browser = await openBrowser('software');
  });
  afterAll(() => browser?.close());

  // It compiles once: what is left goes on without a GPU.
  it('trains, and goes on from what it kept when the GPU is lost', async () => {
    const { page, errors, close } = await browser.visit(tiny);
    await ready(page);
    expect(await page.textContent('#backend')).toMatch(/WebGPU \(.*software/);
    await page.click('#go');
    await says(page, '#doing', /^Step \d{2}/);
    await page.click('#stop');
    await says(page, '#doing', /^Stopped/);
    const [first] = await losses(page);
    const last = (await losses(page)).at(-1)!;
    for (const model of [0, 1]) expect(last[model]).toBeLessThan(first![model]!);
    await page.click('#go');
    await says(page, '#doing', /^Step/);
    await page.evaluate(() => (globalThis as unknown as { mosaLoseDevice(): void }).mosaLoseDevice());
    await says(page, '#problem', /GPU was lost.*continues from step \d+/);
    await openSettings(page);
    await page.selectOption('#set-backend', 'wasm');
    await page.click('#go');
    await says(page, '#backend', /WebAssembly/);
    await says(page, '#doing', /^Step [1-9]/);
    expect(await page.textContent('#problem')).toBe('');
    expect(errors).toEqual([]);
    await close();
  });
});
