import { decomposeSelect, makeOps } from '@mosa-js/core/adapter';
import { randomSource } from '@mosa-js/core/training';
import { median } from './median.js';

/** Times each way to select, in turns, so that all of them meet the same state of the machine. */
export async function selectBenchmark(session, { lengths, rows, k, runs, warmUp }, log) {
  const results = [];
  for (const T of lengths) {
    for (const R of rows) {
      for (const each of k) {
        const count = each.share === undefined ? each.count : Math.ceil(T / each.share);
        if (count > T || results.some((done) => done.T === T && done.rows === R && done.k === count)) continue;
        log(`T = ${T}, ${R} rows, k = ${count}`);
        results.push({ T, rows: R, k: count, ...(await timeOne(session, { T, R, k: count, runs, warmUp })) });
      }
    }
  }
  return results;
}

async function timeOne({ lib, kernels, time }, { T, R, k, runs, warmUp }) {
  const next = randomSource(T + R + k);
  const logits = lib.tensor(
    Float32Array.from({ length: R * T }, () => Math.sqrt(-2 * Math.log(1 - next())) * Math.cos(2 * Math.PI * next())),
    [R, T],
  );
  const ops = eager(kernels);
  const ways = {
    kernel: () => kernels.selectIndices([logits], { k }, { shape: [R, k], dtype: 'int32' }),
    topk: () => lib.topk(logits, k),
    decomposition: () => lib.tidy(() => decomposeSelect(ops, logits, k)),
  };
  await checkEqual(ways.kernel(), ways.decomposition());
  const times = Object.fromEntries(Object.keys(ways).map((name) => [name, []]));
  for (let run = -warmUp; run < runs; run++) {
    for (const [name, way] of Object.entries(ways)) {
      const measured = await time(way);
      if (run >= 0) times[name].push(measured);
    }
  }
  logits.dispose();
  return Object.fromEntries(Object.entries(times).map(([name, all]) => [name, summary(all)]));
}

function summary(all) {
  const gpu = all[0].gpu === undefined ? undefined : median(all.map((one) => one.gpu));
  return { gpuMs: gpu, wallMs: median(all.map((one) => one.wall)) };
}

/** The tensor interface on this device, op by op. */
function eager(kernels) {
  return makeOps({
    typeOf: ({ shape, dtype }) => ({ shape, dtype }),
    apply: (op, inputs, attributes, output) => kernels[op](inputs, attributes, output),
  });
}

/** Times of wrong results are worth nothing. */
async function checkEqual(a, b) {
  const [left, right] = [await a.data(), await b.data()];
  a.dispose();
  b.dispose();
  const at = left.findIndex((value, i) => value !== right[i]);
  if (at >= 0) throw new Error(`the kernel selects ${left[at]}, the decomposition ${right[at]}, at element ${at}`);
}
