import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { plannedRuns, sparseHeadsOf, variantOf } from '../src/causality/plan';
import type { CausalityResult, CausalityRun } from '../src/causality/result';
import { causalityRows } from '../src/causality/rows';
import { causalityPage, causalityText } from '../src/causality/show';
import { modelCosts } from '../src/model/costs';
import { presetOf } from '../src/settings/presets';
import { json, lab, small, temporaryFolder, textFile } from './support/command';
import { causality } from './support/records';

const baseline = { ...presetOf('isoflop-books').settings, sparsity: 32 };

describe('causality', () => {
  it('plans models that cost no more than the baseline, with every seed', () => {
    const sparseHeads = sparseHeadsOf(baseline, 4);
    const variants = ['dense', 'published', 'causal', 'causal-2k', 'causal-dense-first'] as const;
    const runs = plannedRuns({ settings: baseline, keepDenseHeads: 4, sparseHeads, seeds: [3, 4], variants });
    expect(runs.map(({ id }) => id).slice(0, 6)).toEqual([...variants.map((name) => `${name}-s3`), 'dense-s4']);
    const flops = runs.map(({ settings }) => modelCosts(settings, 256).forwardFlops);
    for (const cost of flops) {
      expect(cost).toBeLessThanOrEqual(flops[0]!);
      expect(cost).toBeGreaterThan(0.98 * flops[0]!);
    }
    expect(runs[3]!.settings).toMatchObject({ capacity: 2, slotsCount: 6, slotsBlock: 64 });
    const pairs = runs.map(({ settings }) => modelCosts(settings, 256).kvPairsPerLayer);
    expect(pairs[3]! - pairs[2]!).toBe(sparseHeads * 16); // k is 16 at T 512
    expect(runs[4]!.settings).toMatchObject({ denseLayers: 1, denseLayerHeads: 9 });

    const local = ['dense', 'causal-local', 'local'] as const;
    const [dense, bounded, alone] = plannedRuns({
      ...{ settings: baseline, keepDenseHeads: 4, sparseHeads, seeds: [3] },
      variants: local,
    }).map(({ settings }) => ({ ...settings, ...modelCosts(settings, 256) }));
    expect(bounded).toMatchObject({ window: 64, denseHeads: 4, sparseHeads, selection: 'causal' });
    expect(bounded!.forwardFlops).toBeLessThan(dense!.forwardFlops);
    expect(bounded!.kvPairsPerLayer).toBe(4 * 128 + sparseHeads * 16);
    expect(alone).toMatchObject({ window: 64, sparseHeads: 0, kvPairsPerLayer: alone!.denseHeads * 128 });
    const one = alone!.forwardFlops / dense!.forwardFlops;
    expect(one).toBeGreaterThan(0.95);
    expect(one).toBeLessThanOrEqual(1);
  });

  it('tells from settings which model it is', () => {
    const names = [
      'dense',
      'published',
      'causal',
      'causal-excess',
      'causal-local',
      'causal-excess-local',
      'local',
    ] as const;
    const runs = plannedRuns({
      ...{ settings: baseline, keepDenseHeads: 4, sparseHeads: 17, seeds: [1] },
      variants: names,
    });
    expect(runs.map(({ settings }) => variantOf(settings, 'a run'))).toEqual(names);
  });

  it('trains and reads in pieces, and shows that causal models do not look ahead', async () => {
    const folder = temporaryFolder();
    const out = join(folder, 'out');
    const heads = ['--dense-heads', '3', '--sparse-heads', '0', '--keep-dense', '1', '--heads', '3', '--sparsity', '4'];
    const sizes = ['--windows', '4', '--calibration-tokens', '256', '--slots-block', '8', '--seeds', '1'];
    const command = ['causality', ...small(textFile(folder), 10), ...heads, ...sizes, '--out', out];
    const first = await lab(...command, '--only', 'dense-s1,causal-s1');
    expect(first).toMatchObject({ code: 0 });
    expect(first.stdout).toMatch(/1 of 3 runs are not finished/);
    expect(first.stdout).toMatch(/One seed says nothing/);
    const trained = readFileSync(join(out, 'runs', 'causal-s1', 'run.json'), 'utf8');

    const whole = await lab(...command, '--json', '-');
    expect(whole.code).toBe(0);
    const result: CausalityResult = JSON.parse(whole.stdout);
    expect(result).toEqual(json<CausalityResult>(out, 'causality.json'));
    expect(readFileSync(join(out, 'runs', 'causal-s1', 'run.json'), 'utf8')).toBe(trained); // not trained again
    expect(existsSync(join(out, 'runs', 'causal-s1', 'checkpoint.safetensors'))).toBe(false);
    const read = Object.fromEntries(
      result.runs.flatMap(({ variant, read }) => read.map((one) => [`${variant} ${one.reading}`, one])),
    );
    expect(Object.keys(read)).toEqual([
      'dense own',
      'published own',
      'published calibrated',
      'published prefix',
      'causal own',
      'causal calibrated',
    ]);
    for (const [name, { loss, layers }] of Object.entries(read)) {
      expect(loss).toBeGreaterThan(0);
      expect(layers).toHaveLength(name === 'dense own' ? 0 : 1);
      for (const { flips } of layers) expect(flips > 0).toBe(name === 'published own');
    }
    expect(read['published own']!.layers[0]!.taken).toBe(0.25);
    expect(read['published prefix']!.layers[0]!.taken).toBeGreaterThan(0.3);
    const page = readFileSync(join(out, 'index.html'), 'utf8');
    expect(page).toMatch(/What looking ahead is worth/);
    const chart = page.match(/<svg[^>]*aria-label="Loss of each model[\s\S]*?<\/svg>/)![0];
    for (const name of ['dense', 'MoSA, published', 'MoSA, published, k best so far', 'MoSA, causal, calibrated'])
      expect(chart).toContain(`>${name}<`);
    expect(page).toMatch(/<td>as trained<[\s\S]*<summary>What heads take, layer by layer \(5 rows\)</);

    const others = command.map((word, i) => (command[i - 1] === '--windows' ? '5' : word));
    const gone = await lab(...others, '--only', 'causal-s1');
    expect(gone).toMatchObject({ code: 1 });
    expect(gone.stderr).toMatch(/--keep-checkpoints keeps it/);
  });

  it('reads what train left', async () => {
    const folder = temporaryFolder();
    const [a, out] = [join(folder, 'a'), join(folder, 'out')];
    await lab('train', ...small(textFile(folder), 2), '--out', a);
    const words = ['--backend', 'reference', '--windows', '2', '--readings', 'own', '--out', out];
    const { code, stdout } = await lab('causality', a, ...words, '--json', '-');
    expect(code).toBe(0);
    const { runs, plan }: CausalityResult = JSON.parse(stdout);
    expect(plan).toBeUndefined();
    expect(runs.map(({ id, variant }) => [id, variant])).toEqual([['a-s1', 'published']]);
    const none = await lab('causality', join(folder, 'b'), ...words);
    expect(none).toMatchObject({ code: 1 });
    expect(none.stderr).toMatch(/expected the folder of a finished run, got none/);
  });

  it('tells models of other settings apart', () => {
    const [dense, causal] = causality.runs as [CausalityRun, CausalityRun];
    const other = { ...causal.record!, settings: { ...causal.record!.settings, capacity: 2 } };
    const rows = causalityRows([dense, causal, { ...causal, id: 'causal-2', record: other }]);
    expect(rows.map(({ name }) => name)).toEqual(['dense', 'causal capacity=1', 'causal capacity=2']);
    expect(rows[2]!.title).toBe('MoSA, causal capacity=2');
  });

  it('calls runs by their models where losses are shown while training', () => {
    const page = causalityPage(causality);
    const losses = page.slice(page.indexOf('Loss while training'));
    for (const name of ['dense', 'MoSA, causal']) expect(losses).toContain(`<th scope="row">${name}</th>`);
  });

  it('compares with dense of the same seed, and says what failed', () => {
    const rows = causalityRows(causality.runs);
    expect(rows.map(({ variant, reading, change }) => [variant, reading, change])).toEqual([
      ['dense', 'own', undefined],
      ['causal', 'own', -0.25],
    ]);
    expect(causalityText(causality)).toMatch(/published-s1 failed: out of memory/);
    expect(causalityPage(causality)).toMatch(/1 of 4 causal heads took no token/);
  });
});
