// node visit.js FOLDER JSON: serves the built page in FOLDER, opens it in Chromium, and prints what it shows as JSON once it
// no longer says that it is starting. Exit code 3 where no Chromium can be had; the message says how to get one.
import { chromium } from 'playwright-core';
import { chromiumOrWhyNot } from '../../conformance/src/browser-chromium.js';
import { serve } from '../../conformance/src/browser-server.js';

const [folder, text] = process.argv.slice(2);
const { isolated, flags, selector } = JSON.parse(text);
const { found: browser, whyNot } = await chromiumOrWhyNot();
if (!browser) {
  console.error(whyNot);
  process.exit(3);
}
const server = await serve(folder, { isolated });
const shown = await chromium.launch({
  executablePath: browser.executablePath,
  env: { ...process.env, ...browser.env },
  args: ['--no-sandbox', ...flags],
});
try {
  const page = await shown.newPage();
  const errors = [];
  page.on('pageerror', ({ message }) => errors.push(message));
  await page.goto(server.address);
  const isReady = () => !document.querySelector('#state')?.textContent?.startsWith('starting');
  await page.waitForFunction(isReady, undefined, { timeout: 120_000 });
  const state = await page.textContent('#state');
  const count = await page.locator(selector).count();
  console.log(JSON.stringify({ state, count, errors, version: shown.version() }));
} finally {
  await shown.close();
  await server.close();
}
