import { readFile } from 'node:fs/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { found, openBrowser } from './support/browser';
import { losses, numbersOf, ready, says, small, tabTo } from './support/page';

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
    await page.evaluate(() => {
      const shifts: number[] = [];
      Object.assign(globalThis, { shifts });
      new PerformanceObserver((list) => {
        for (const entry of list.getEntries() as (PerformanceEntry & { value: number })[]) shifts.push(entry.value);
      }).observe({ type: 'layout-shift' });
    });
    await page.evaluate(() => document.querySelector<HTMLButtonElement>('#go')!.click()); // without scrolling back
    await says(page, '#doing', /All 60 steps are done/);
    const shifts = await page.evaluate(() => (globalThis as unknown as { shifts: number[] }).shifts);
    expect(shifts.reduce((sum, shift) => sum + shift, 0)).toBeLessThan(0.01);
    const curve = await losses(page);
    for (const model of [0, 1]) expect(curve.at(-1)![model]).toBeLessThan(curve[0]![model]! - 0.5);
    expect(await numbersOf(page, 'tokens seen')).toEqual(['3,840', '3,840']);
    await says(page, '#looked', /after step 60/);

    await page.fill('#new-tokens', '30');
    await page.click('#generate');
    for (const model of ['dense', 'mosa']) {
      await says(page, `#text-${model}`, /^First .{30}$/s);
      expect(await page.locator(`#bars-${model} rect.room`).count()).toBeGreaterThan(1);
    }
    expect(await page.textContent('#generate-note')).toMatch(/threshold/);
    const texts = await page.textContent('#text-mosa');
    await page.click('#generate');
    await says(page, '#text-mosa', /^First .{0,20}$/s);
    await page.waitForFunction((words) => document.querySelector('#text-mosa')!.textContent === words, texts); // one seed, one text
    expect([errors, elsewhere]).toEqual([[], []]);
    await close();
  });

  it('is shared by its address, and goes on from a file', async () => {
    const first = await browser.visit(small);
    await ready(first.page);
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

  it('is used by the keyboard alone', async () => {
    const { page, errors, close } = await browser.visit(small.replace('steps=60', 'steps=2000'));
    await ready(page);
    await tabTo(page, 'go');
    await page.keyboard.press('Enter');
    await says(page, '#doing', /^Step [1-9]\d/);
    expect(await page.evaluate(() => document.activeElement?.id)).toBe('stop'); // the focus is not lost
    await page.keyboard.press('Enter');
    await says(page, '#doing', /^Stopped/);
    await tabTo(page, 'set-k');
    await page.keyboard.press('ArrowRight');
    expect(await page.inputValue('#link')).toContain('k=5');
    await tabTo(page, 'head');
    await says(page, '#looked', /after step/);
    await page.keyboard.press('ArrowDown');
    while ((await page.evaluate(() => document.activeElement?.getAttribute('data-token'))) !== '0')
      await page.keyboard.press('Tab');
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
});
