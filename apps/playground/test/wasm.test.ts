import { readFile } from 'node:fs/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { found, openBrowser } from './support/browser';
import { layoutShift, losses, numbersOf, openSettings, ready, says, small, tabTo } from './support/page';

describe.skipIf(!found)(`the page without WebGPU${found ? '' : ' (skipped: no Chromium can be had here)'}`, () => {
  let browser: Awaited<ReturnType<typeof openBrowser>>;
  beforeAll(async () => {
    browser = await openBrowser('none');
  });
  afterAll(() => browser?.close());

  it('says so, trains both models to a falling loss, generates, and asks nothing of anyone else', async () => {
    const { page, errors, elsewhere, close } = await browser.visit(small.replace('backend=wasm&', ''));
    await ready(page);
    expect(await page.textContent('#backend')).toMatch(/WebAssembly.*has no WebGPU here/);
    await page.locator('#detail').scrollIntoViewIfNeeded();
    await says(page, '#looked', /after step 0/);
    expect(await page.textContent('#detail')).toMatch(/Head MoSA 1 takes it.*It attends to .*%, .*%/);
    await page.evaluate(() => document.querySelector<HTMLButtonElement>('#go')!.click()); // without scrolling back
    await says(page, '#doing', /All 60 steps are done/);
    expect(await layoutShift(page)).toBeLessThan(0.02);
    await says(page, '#looked', /after step 60/);

    await page.fill('#new-tokens', '30');
    await page.click('#generate');
    for (const model of ['dense', 'mosa']) {
      await says(page, `#text-${model}`, /^First .{30}$/s);
      expect(await page.locator(`#bars-${model} rect.room`).count()).toBeGreaterThan(1);
    }
    expect(await page.textContent('#generate-note')).toMatch(/threshold/);
    const texts = await page.textContent('#text-mosa');
    const is = (words: string, same: boolean) =>
      page.waitForFunction(
        ([words, same]) => {
          const text = document.querySelector('#text-mosa')!.textContent!;
          return text.length === (words as string).length && (text === words) === same;
        },
        [words, same] as const,
      );
    for (const [seed, same] of [
      ['2', false],
      ['1', true],
    ] as const) {
      await page.fill('#draw-seed', seed);
      await page.click('#generate');
      await is(texts!, same);
    }
    expect([errors, elsewhere]).toEqual([[], []]);
    await close();
  });

  it('is shared by its address, and goes on from a file', async () => {
    const first = await browser.visit(small);
    await ready(first.page);
    await openSettings(first.page);
    await first.page.selectOption('#set-selection', 'causal');
    await first.page.fill('#set-steps', '30');
    await first.page.click('#anew');
    await ready(first.page);
    await first.page.click('#go');
    await says(first.page, '#doing', /All 30 steps are done/);
    const [download] = await Promise.all([first.page.waitForEvent('download'), first.page.click('#save-mosa')]);
    expect(download.suggestedFilename()).toBe('mosa-playground-mosa-step-30.safetensors');
    const file = { name: download.suggestedFilename(), mimeType: '', buffer: await readFile(await download.path()) };
    const link = await first.page.inputValue('#link');
    const shown = await numbersOf(first.page, 'parameters');
    await first.close();

    const again = await browser.visit(new URL(link).hash);
    await ready(again.page);
    expect(await again.page.inputValue('#set-selection')).toBe('causal');
    expect(await numbersOf(again.page, 'parameters')).toEqual(shown);
    await again.page.setInputFiles('#load', file);
    expect(await says(again.page, '#files-note', /loaded/)).toContain('30 steps');
    expect(await numbersOf(again.page, 'tokens seen')).toEqual(['0', '1,920']);
    expect(again.errors).toEqual([]);
    await again.close();

    const other = await browser.visit(small.replace('layers=1', 'layers=2'));
    await ready(other.page);
    await other.page.setInputFiles('#load', file);
    expect(await says(other.page, '#files-problem', /another model/)).toMatch(/layers/);
    await other.page.setInputFiles('#load', { ...file, buffer: Buffer.from('no checkpoint') });
    await says(other.page, '#files-problem', /decodeCheckpoint/);
    await other.page.click('#go'); // the models are still there
    await says(other.page, '#doing', /^Step [2-9]/);
    await other.close();
  });

  it.each([
    [1280, 900],
    [390, 844],
  ])('shows at once how to train, at %i × %i px, and soon what heads choose', async (width, height) => {
    const { page, close } = await browser.visit(small, { viewport: { width, height } });
    await ready(page);
    const bottom = async (selector: string) => {
      const { y, height } = (await page.locator(selector).boundingBox())!;
      return y + height;
    };
    expect(await bottom('#go')).toBeLessThan(height);
    expect(await bottom('#heads-title')).toBeLessThan(2 * height);
    await close();
  });

  it('computes where a server isolates it, too, which offers threads', async () => {
    const isolated = await openBrowser('none', true);
    const { page, errors, close } = await isolated.visit(small);
    await ready(page);
    expect(await page.evaluate(() => crossOriginIsolated)).toBe(true);
    expect(errors).toEqual([]);
    await close();
    await isolated.close();
  });

  it('is used by the keyboard alone', async () => {
    const { page, errors, close } = await browser.visit(small.replace('steps=60', 'steps=2000'));
    await ready(page);
    await tabTo(page, 'go');
    await page.keyboard.press('Enter');
    await says(page, '#doing', /^Step [1-9]\d/);
    expect(await page.evaluate(() => document.activeElement?.id)).toBe('stop'); // the focus is not lost
    await page.keyboard.press('Enter');
    await says(page, '#doing', /^Stopped/);
    await tabTo(page, 'settings-title');
    await page.keyboard.press('Enter');
    await tabTo(page, 'set-k');
    await page.keyboard.press('ArrowRight');
    expect(await page.inputValue('#link')).toContain('k=5');
    await tabTo(page, 'head');
    await says(page, '#looked', /after step/);
    await page.keyboard.press('ArrowDown');
    while (!(await page.evaluate(() => document.activeElement?.hasAttribute('data-token'))))
      await page.keyboard.press('Tab');
    await page.keyboard.press('Home');
    await page.keyboard.press('ArrowRight');
    expect(await says(page, '#detail', /token 2/)).toMatch(/MoSA 2/);
    await page.keyboard.press('ArrowDown');
    await says(page, '#detail', /MoSA 3/);
    await tabTo(page, 'prompt');
    await page.keyboard.press('Enter');
    await says(page, '#text-mosa', /^First .{4}/s);
    await page.keyboard.press('Tab');
    expect(errors).toEqual([]);
    await close();
  });

  it('says in words what it does not take', async () => {
    const { page, errors, close } = await browser.visit(`${small}&layers=seven&colour=blue&k=1e9&%00=%`);
    expect(await says(page, '#wrong', /seven/)).toMatch(/from 1 to 6.*no setting “colour”.*from 2 to 64/s);
    await ready(page);
    const give = (name: string, text: Buffer) =>
      page.setInputFiles('#text', { name, mimeType: 'text/plain', buffer: text });
    await give('a.png', Buffer.from([0x89, 0x50, 0x4e, 0x47, 0xff, 0xfe]));
    await says(page, '#text-state', /a\.png is no text in UTF-8/);
    await give('zeros.txt', Buffer.from('a\0b'));
    await says(page, '#text-state', /control characters/);
    await page.evaluate(() => {
      const files = new DataTransfer();
      files.items.add(new File([new Uint8Array(49_000_000)], 'large.txt'));
      const input = document.querySelector<HTMLInputElement>('#text')!;
      input.files = files.files;
      input.dispatchEvent(new Event('change'));
    });
    await says(page, '#text-state', /49\.0 MB.*up to 5 MB/);
    await give('short.txt', Buffer.from('too short'));
    await says(page, '#text-state', /short\.txt/);
    await page.click('#anew');
    await says(page, '#problem', /9 characters.*at least 17/);
    await give('own.txt', Buffer.from('The quick brown fox jumps over the lazy dog. '.repeat(9)));
    await page.click('#anew');
    await says(page, '#memory', /405 tokens, 29 different/);
    await page.fill('#prompt', 'Ω');
    await page.click('#generate');
    await says(page, '#generate-problem', /only the 29 characters/);
    expect(errors).toEqual([]);
    await close();
  });

  it('says what a backend needs that is not here, and takes another', async () => {
    const { page, errors, close } = await browser.visit(small.replace('wasm', 'webgpu'));
    await says(page, '#problem', /cannot be had here.*GPU/);
    await openSettings(page);
    await page.selectOption('#set-backend', 'wasm');
    await page.click('#anew');
    await ready(page);
    expect(await page.textContent('#problem')).toBe('');
    expect(errors).toEqual([]);
    await close();
  });

  it('trains in two tabs at once', async () => {
    const few = small.replace('steps=60', 'steps=15');
    const tabs = await Promise.all([browser.visit(few), browser.visit(few)]);
    for (const { page } of tabs) await ready(page);
    for (const { page } of tabs) await page.click('#go');
    const curves = [];
    for (const { page } of tabs) {
      await says(page, '#doing', /All 15 steps are done/);
      curves.push(await losses(page));
    }
    expect(curves[0]).toEqual(curves[1]); // one seed, one run
    for (const { errors, close } of tabs) {
      expect(errors).toEqual([]);
      await close();
    }
  });
});
