import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { chromium } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { chromiumOrWhyNot } from '../../conformance/src/browser-chromium.js';
import { serve } from '../../conformance/src/browser-server.js';
import { barriers } from '../../playground/test/support/axe';

const dist = fileURLToPath(new URL('../dist', import.meta.url));
const { found, whyNot } = await chromiumOrWhyNot();

describe.skipIf(!found)(`pages${whyNot && ` (skipped: ${whyNot})`}`, () => {
  let [server, browser] = [];
  beforeAll(async () => {
    server = await serve(dist, { isolated: false });
    browser = await chromium.launch({
      executablePath: found.executablePath,
      env: { ...process.env, ...found.env },
      args: ['--no-sandbox'],
    });
  });
  afterAll(async () => {
    await browser?.close();
    await server?.close();
  });
  const open = async (name, options) => {
    const page = await browser.newPage(options);
    await page.goto(new URL(name, server.address).href);
    return page;
  };

  it.each([
    ['index.html', 'light', 1280],
    ['start.html', 'dark', 390],
    ['packages/core.html', 'light', 390],
    ['performance.html', 'dark', 1280],
    ['api/lm.html', 'light', 1280],
    ['matrix/index.html', 'dark', 390],
    ['matrix/index.html', 'light', 1280],
    ['results.html', 'light', 390],
    ['lab/isoflop.html', 'dark', 390],
  ])('%s is open to everybody, in %s at %i px', async (name, colorScheme, width) => {
    const page = await open(name, { colorScheme, viewport: { width, height: 844 } });
    await page.waitForSelector('main, .VPHome, table');
    // Of a matrix some groups, since the others are more of the same.
    await page.evaluate(() => {
      for (const group of document.querySelectorAll('tbody.group:nth-of-type(n + 6)')) group.remove();
    });
    expect(await barriers(page)).toEqual([]);
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(width);
    await page.close();
  });

  it.each(['index.html', 'causality.html', 'lab.html'])('%s shows its pictures', async (name) => {
    const page = await open(name, { viewport: { width: 1280, height: 844 } });
    await page.waitForLoadState('networkidle');
    const sizes = await page.evaluate(() => [...document.images].map(({ naturalWidth }) => naturalWidth));
    expect(sizes.length).toBeGreaterThan(0);
    expect(Math.min(...sizes)).toBeGreaterThan(0);
    await page.close();
  });

  it('charts of a document are drawn for the screen, and their room is there before they are', async () => {
    for (const width of [390, 1280]) {
      const page = await browser.newPage({ viewport: { width, height: 844 } });
      const room = () =>
        page.evaluate(() => [...document.querySelectorAll('picture img')].map((one) => one.clientHeight));
      await page.route('**/pictures/**', (route) => route.abort());
      await page.goto(new URL('causality.html', server.address).href);
      const before = await room();
      await page.unroute('**/pictures/**');
      await page.reload({ waitUntil: 'networkidle' });
      expect(before).toEqual(await room());
      const shown = await page.evaluate(() =>
        [...document.querySelectorAll('picture img')].map(({ currentSrc, clientWidth }) => ({
          currentSrc,
          clientWidth,
        })),
      );
      expect(shown).toHaveLength(2);
      for (const { currentSrc, clientWidth } of shown) {
        const svg = readFileSync(join(dist, new URL(currentSrc).pathname), 'utf8');
        const drawn = Number(/<svg [^>]*?width="(\d+)"/.exec(svg)[1]);
        const sizes = [...svg.matchAll(/font-size:\s*([\d.]+)px/g)].map(([, size]) => (size * clientWidth) / drawn);
        expect(sizes.length).toBeGreaterThan(9);
        expect(Math.min(...sizes)).toBeGreaterThan(11);
      }
      await page.close();
    }
  });

  it.each([390, 1280])('the front page shows what a layer does at its own size, at %i px', async (width) => {
    const page = await open('index.html', { viewport: { width, height: 900 } });
    const picture = await page.locator('.VPHero .image-src').boundingBox();
    expect(picture.width).toBe(340);
    expect(picture.y).toBeLessThan(600); // so that some of it is seen at once
    const words = await page.locator('.VPHero h1').boundingBox();
    expect(words.y).toBeLessThan(200);
    await page.close();
  });

  it.each(['api/core.html', 'packages/core.html'])('names at the side of %s are a line each', async (name) => {
    const page = await open(name, { viewport: { width: 1280, height: 900 } });
    const heights = await page
      .locator('.VPSidebarItem.level-1 .text')
      .evaluateAll((all) => all.map((one) => one.offsetHeight));
    expect(heights.length).toBeGreaterThan(8);
    expect(new Set(heights).size).toBe(1);
    await page.close();
  });

  // Before tests that use the pointer, which a browser keeps where it was for pages that come later.
  it('loads no script before a hand moves, and then does what was pressed meanwhile', async () => {
    const page = await open('start.html', { viewport: { width: 1280, height: 800 } });
    const scripts = () => page.evaluate(() => [...document.scripts].filter(({ src }) => src !== '').length);
    await page.waitForLoadState('networkidle');
    expect(await scripts()).toBe(0);
    await page.keyboard.press('Control+k');
    await page.locator('.VPLocalSearchBox input').waitFor();
    await page.keyboard.press('Escape');
    expect(await scripts()).toBeGreaterThan(0);
    await page.close();
    const other = await open('start.html', { colorScheme: 'light', viewport: { width: 1280, height: 800 } });
    // Pressed without a pointer that moved before, as by a reader's aid.
    await other.evaluate(() => {
      document
        .querySelector('.VPNavBar .VPSwitchAppearance')
        .dispatchEvent(new PointerEvent('pointerdown', { bubbles: true }));
      document.querySelector('.VPNavBar .VPSwitchAppearance').click();
    });
    await other.waitForSelector('html.dark');
    await other.close();
  });

  it('leads from a page to the results that it speaks of, which are no pages of VitePress', async () => {
    const page = await open('lab.html', { viewport: { width: 1280, height: 844 } });
    await page.locator('main a[href$="/lab/isoflop.html"]').first().click();
    await page.getByRole('heading', { name: 'MoSA at equal FLOPs' }).waitFor();
    await page.close();
  });

  it('finds what is asked for', async () => {
    const page = await open('start.html', { viewport: { width: 1280, height: 800 } });
    await page
      .getByRole('button', { name: /search/i })
      .first()
      .click();
    await page.locator('.VPLocalSearchBox input').fill('thresholds');
    const first = page.locator('.VPLocalSearchBox .result').first();
    await first.waitFor();
    expect(await page.locator('.VPLocalSearchBox .result').count()).toBeGreaterThan(1);
    await page.keyboard.press('Enter');
    await page.waitForURL((url) => !url.pathname.endsWith('/start.html'));
    await page.close();
  });
});
