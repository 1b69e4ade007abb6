import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { found, openBrowser } from './support/browser';
import { losses, ready, says, small } from './support/page';

describe.skipIf(!found)(`the page on WebGPU${found ? '' : ' (skipped: no Chromium can be had here)'}`, () => {
  let browser: Awaited<ReturnType<typeof openBrowser>>;
  beforeAll(async () => {
    browser = await openBrowser('software');
  });
  afterAll(() => browser?.close());

  it('trains, and goes on from what it kept when the GPU is lost', async () => {
    const { page, errors, close } = await browser.visit(
      small.replace('backend=wasm', 'backend=webgpu').replace('60', '9'),
    );
    await ready(page);
    expect(await page.textContent('#backend')).toMatch(/WebGPU \(.*software/);
    await page.click('#go');
    await says(page, '#doing', /^Step [2-9]/);
    await page.evaluate(() => (globalThis as unknown as { mosaLoseDevice(): void }).mosaLoseDevice());
    await says(page, '#problem', /GPU was lost.*are safe/);
    await page.click('#go');
    await says(page, '#doing', /All 9 steps are done/);
    const curve = await losses(page);
    expect(curve.length).toBe(9);
    expect(curve.at(-1)![1]).toBeLessThan(curve[0]![1]);
    expect(errors).toEqual([]);
    await close();
  });
});
