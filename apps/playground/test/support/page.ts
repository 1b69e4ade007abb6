import type { Page } from 'playwright-core';

/** Models that take milliseconds a step. */
export const small = '#backend=wasm&layers=1&width=32&length=16&k=4&dense=2&kept=1&batch=4&steps=60&rate=0.01';

/** Waits until the page says this. */
export async function says(page: Page, selector: string, words: RegExp): Promise<string> {
  const { source, flags } = words;
  await page.waitForFunction(
    ([selector, source, flags]) =>
      new RegExp(source!, flags).test(document.querySelector(selector!)?.textContent ?? ''),
    [selector, source, flags],
    { timeout: 110_000 },
  );
  return (await page.textContent(selector))!;
}

export const ready = (page: Page) => says(page, '#doing', /Both models are ready/);

/** Settings are closed at first, so that what heads choose is near. */
export const openSettings = (page: Page) => page.click('#settings-title');

/** A row of the table of both models, as it is read. */
export async function numbersOf(page: Page, row: string): Promise<string[]> {
  return page.locator('#numbers tr', { hasText: row }).locator('td').allTextContents();
}

/** Smoothed losses of dense and MoSA after so many steps, as the table under the chart lists them. */
export async function losses(page: Page): Promise<[number, number][]> {
  await page.evaluate(() => {
    document.querySelector<HTMLDetailsElement>('#losses')!.open = true;
  });
  await page.waitForSelector('#losses tbody tr');
  const rows = await page.locator('#losses tbody tr').all();
  return Promise.all(
    rows.map(async (row) => (await row.locator('td').allTextContents()).map(Number) as [number, number]),
  );
}

/** Tab until the element with this id has the focus. @throws Error where the keyboard does not get there */
export async function tabTo(page: Page, id: string): Promise<void> {
  for (let i = 0; i < 120; i++) {
    if ((await page.evaluate(() => document.activeElement?.id)) === id) return;
    await page.keyboard.press('Tab');
  }
  throw new Error(`Tab does not reach ${id}`);
}

/** How much of the page has moved by itself since it was opened, as browsers count it: 0.1 is called good. */
export function layoutShift(page: Page): Promise<number> {
  return page.evaluate(
    () =>
      new Promise<number>((resolve) => {
        // Entries of before come at once, or never where there are none.
        setTimeout(() => resolve(0), 500);
        new PerformanceObserver((list) => {
          const entries = list.getEntries() as (PerformanceEntry & { readonly value: number })[];
          resolve(entries.reduce((sum, { value }) => sum + value, 0));
        }).observe({ type: 'layout-shift', buffered: true });
      }),
  );
}
