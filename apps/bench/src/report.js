import { MosaError } from '@mosa-js/core';
import { casesOf } from './benchmarks/index.js';
import { openFloor } from './floor.js';
import { openLargeProduct } from './large-product.js';
import { measure } from './measure.js';
import { openSession } from './session.js';
import { watched } from './watched.js';

/**
 * Runs a benchmark, one T after another.
 * @param where as `openSession` takes it; `open` beside it opens a session of another kind
 * @returns { benchmark, date, about, asked, floor, largeProduct, rows }, as JSON has it
 */
export async function makeReport(options, where, say) {
  const { benchmark, lengths, runs, rounds, warmUp } = options;
  const session = await (where.open ?? openSession)(options, where);
  try {
    const { about, gpuDevice, isSoftware } = session;
    if (options.profile && !session.hasTimestamps && !session.profiles)
      throw new MosaError('unavailable', '--profile', 'a device with timestamp-query', `${about.device}, without`);
    say(`${about.device}: ${gpuDevice ? 'the floor and ' : ''}a large product`);
    const product = await openLargeProduct(session, watched);
    const largeProduct = await product.measure(rounds);
    const prebuilt = gpuDevice && (await openFloor(gpuDevice));
    const dispatches = isSoftware ? 20 : 1000; // in software it is a smoke test
    const floor = prebuilt && { dispatches, hostUs: await prebuilt.hostUs(dispatches, Math.max(5, rounds)) };
    const rows = [];
    for (const length of lengths) {
      const cases = casesOf[benchmark](options, length);
      const how = { runs, rounds, warmUp, product, prebuilt, yard: { floor, largeProduct }, profiled: options.profile };
      rows.push(...(await measure(session, cases, how, say)));
    }
    await product.dispose();
    prebuilt?.dispose();
    const { batch, heads, denseHeads, beside, draw, kinds, sparsity, k, width, headWidth, layers, backend } = options;
    const words = kinds.map(({ kind, heads: own }) => (own === undefined ? kind : `${kind}:${own}`));
    const sizes = { width, headWidth, layers };
    const shape = { batch, lengths, heads, denseHeads, beside, draw, kinds: words, sparsity, k, ...sizes };
    const asked = { ...shape, runs, rounds, warmUp, backend, threads: options.threads };
    return { benchmark, date: new Date().toISOString(), about, asked, floor, largeProduct, rows };
  } finally {
    await session.dispose();
  }
}
