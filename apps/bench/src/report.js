import { casesOf } from './benchmarks/index.js';
import { measureFloor } from './floor.js';
import { openLargeProduct } from './large-product.js';
import { measure } from './measure.js';
import { addPeer } from './peer.js';
import { openSession } from './session.js';
import { watched } from './watched.js';

/**
 * Runs a benchmark, one T after another, and then the peer on the same machine.
 * @returns { benchmark, date, about, asked, floor, largeProduct, rows, peer? }, as `--json` writes it
 */
export async function makeReport(options, say) {
  const measured = await measureHere(options, say);
  return options.peer === undefined ? measured : addPeer(measured, options, say);
}

async function measureHere(options, say) {
  const { benchmark, lengths, runs, rounds, warmUp } = options;
  const session = await openSession(options);
  try {
    const { about, gpuDevice, isSoftware } = session;
    say(`${about.device}: the floor and a large product`);
    const product = await openLargeProduct(session, watched);
    const largeProduct = await product.measure(rounds);
    const floor = await measureFloor(gpuDevice, Math.max(5, rounds), isSoftware);
    const rows = [];
    for (const length of lengths) {
      const cases = casesOf[benchmark](options, length);
      const how = { runs, rounds, warmUp, product, yard: { floor, largeProduct } };
      rows.push(...(await measure(session, cases, how, say)));
    }
    await product.dispose();
    const { batch, kinds, sparsity, k, heads, denseHeads, width, headWidth, layers, backend } = options;
    const asked = {
      batch,
      lengths,
      heads,
      denseHeads,
      kinds,
      sparsity,
      k,
      width,
      headWidth,
      layers,
      runs,
      rounds,
      warmUp,
      backend,
    };
    return { benchmark, date: new Date().toISOString(), about, asked, floor, largeProduct, rows };
  } finally {
    await session.dispose();
  }
}
