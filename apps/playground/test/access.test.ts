import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { barriers } from './support/axe';
import { found, openBrowser } from './support/browser';
import { layoutShift, ready, says, small } from './support/page';

describe.skipIf(!found)(`to everybody, the page${found ? '' : ' (skipped: no Chromium can be had here)'}`, () => {
  let browser: Awaited<ReturnType<typeof openBrowser>>;
  beforeAll(async () => {
    browser = await openBrowser('none');
  });
  afterAll(() => browser?.close());

  it.each([
    ['light', 1280],
    ['dark', 390],
  ] as const)('is open in %s at %i px, with all that opens, trained and generated', async (colorScheme, width) => {
    const { page, close } = await browser.visit(`${small}&steps=5`, { colorScheme, viewport: { width, height: 844 } });
    await ready(page);
    expect(await layoutShift(page)).toBeLessThan(0.05);
    await page.click('#go');
    await says(page, '#doing', /All 5 steps are done/);
    await page.fill('#new-tokens', '5');
    await page.click('#generate');
    await says(page, '#text-mosa', /^First .{5}$/s);
    await page.evaluate(() => {
      for (const details of document.querySelectorAll('details')) details.open = true;
    });
    await page.locator('#chosen').scrollIntoViewIfNeeded();
    await page.waitForSelector('#chosen tbody tr');
    expect(await barriers(page)).toEqual([]);
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(width);
    // It would find one.
    await page.evaluate(() => {
      document.querySelector('#doing')!.innerHTML =
        '<button></button><span style="color: #777; background: #888">faint</span>';
    });
    const found = await barriers(page);
    expect(found.some((each) => each.startsWith('button-name'))).toBe(true);
    expect(found.some((each) => each.startsWith('color-contrast'))).toBe(true);
    await close();
  });
});
