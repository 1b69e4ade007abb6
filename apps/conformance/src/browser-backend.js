// One backend in one page of the browser.
import { Outcome } from '@mosa-js/conformance/browser';

/** What the page gets beyond its own time limit, to load and to say that it has ended. */
const secondsOfGrace = 60;

/**
 * Runs a backend in a page. The page, its worker and the whole browser may fail: the case that was under way has failed
 * then, and what came before it is kept.
 * @param options name, ids, filter, timeLimit, address of the page, signal, onProgress(outcome)
 */
export async function runInPage(session, options) {
  const { name, ids, filter, timeLimit, address, signal, onProgress } = options;
  const outcome = new Outcome({ name }, ids);
  const written = [];
  const cleanUp = [];
  const after = (undo) => cleanUp.push(undo);

  const ending = new Promise((resolve) => {
    const hear = (event) => {
      if (event.type === 'report') resolve({ report: event.report });
      if (event.type === 'refused') resolve({ ending: `the page refused to run: ${event.reason}` });
      if (event.type !== 'message') return;
      outcome.hear(event.message);
      onProgress(outcome);
    };
    const timer = setTimeout(
      () => resolve({ ending: `the page did not answer within ${timeLimit + secondsOfGrace} s` }),
      (timeLimit + secondsOfGrace) * 1000,
    );
    after(() => clearTimeout(timer));
    const abort = () => resolve({ ending: 'interrupted' });
    signal.addEventListener('abort', abort);
    if (signal.aborted) abort(); // before this page was asked for
    after(() => signal.removeEventListener('abort', abort));

    openPage(session, {
      address: pageAddress(address, { name, filter, timeLimit }),
      hear,
      resolve,
      written,
      after,
    }).catch((error) => resolve({ ending: `the page could not be opened: ${error.message.split('\n')[0]}` }));
  });

  const end = await ending;
  for (const undo of cleanUp.reverse()) await undo();
  if (end.report) return end.report;
  const tail = written.length > 0 ? `; it had written: ${written.slice(-3).join(' | ').slice(-500)}` : '';
  return outcome.report(end.ending + tail);
}

function pageAddress(address, { name, filter, timeLimit }) {
  const url = new URL(address);
  url.searchParams.set('run', name);
  url.searchParams.set('filter', filter);
  url.searchParams.set('limit', String(timeLimit));
  return url.href;
}

async function openPage(session, { address, hear, resolve, written, after }) {
  const browser = await session.browser();
  const closed = () => resolve({ ending: 'the browser closed or crashed' });
  browser.on('disconnected', closed);
  after(() => browser.off('disconnected', closed));
  const page = await browser.newPage();
  after(() => Promise.race([page.close().catch(() => undefined), new Promise((done) => setTimeout(done, 5000))]));
  page.on('crash', () => resolve({ ending: 'the page crashed' }));
  page.on('close', () => resolve({ ending: 'the page was closed' }));
  page.on('pageerror', (error) => resolve({ ending: `uncaught error in the page: ${error.message}` }));
  page.on('console', (message) => {
    if (message.type() === 'error' || message.type() === 'warning') written.push(message.text());
  });
  await page.exposeBinding('conformanceHost', (_source, event) => hear(event));
  await page.goto(address, { timeout: 60_000 });
}
