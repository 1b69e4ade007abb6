import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { FlopsResult } from '../src/isoflop/result';
import { flopsRows } from '../src/isoflop/rows';
import { appearance, finished, json, lab, small, start, temporaryFolder, textFile } from './support/command';

const baseline = ['--dense-heads', '4', '--sparse-heads', '0', '--keep-dense', '2', '--sparsities', '4'];

describe('isoflop', () => {
  it('compares all kinds, and repeats itself from its JSON', async () => {
    const folder = temporaryFolder();
    const out = join(folder, 'a');
    const words = [...small(textFile(folder), 4), ...baseline, '--seeds', '1', '--parallel', '2'];
    const { code, stdout } = await lab('isoflop', ...words, '--out', out);
    expect(code).toBe(0);
    expect(stdout).toMatch(/perplexity per character/);
    expect(stdout).toMatch(/Selection sees the future/);
    const result = json<FlopsResult>(out, 'isoflop.json');
    expect(result.runs.map(({ id, status }) => `${id} ${status}`)).toEqual([
      'dense-s1 complete',
      'mosa-r4-s1 complete',
      'fixed-r4-s1 complete',
      'routing-r4-s1 complete',
    ]);
    const rows = flopsRows(result.runs);
    expect(rows[1]).toMatchObject({ kind: 'mosa', denseHeads: 2, paper: { perplexity: 20.45 } });
    expect(rows[1]!.perplexityChange).toBeCloseTo(rows[1]!.perplexity / rows[0]!.perplexity - 1, 12);
    expect(existsSync(join(out, 'index.html'))).toBe(true);

    const repeat = ['--from', join(out, 'isoflop.json'), '--kinds', 'fixed', '--json', '-'];
    const again = await lab('isoflop', ...repeat, '--out', join(folder, 'b'));
    const repeated: FlopsResult = JSON.parse(again.stdout);
    expect(repeated.runs.map(({ record }) => record!.curve)).toEqual(
      result.runs.filter(({ kind }) => kind === 'dense' || kind === 'fixed').map(({ record }) => record!.curve),
    );
  });

  it('goes on from finished runs and checkpoints, when it was stopped and when it was killed', async () => {
    const folder = temporaryFolder();
    const words = [...small(textFile(folder), 80), ...baseline, '--seeds', '1', '--kinds', 'mosa'];
    await lab('isoflop', ...words, '--out', join(folder, 'whole'));
    const out = join(folder, 'parts');
    const command = ['isoflop', ...words, '--out', out, '--checkpoint-every', '5'];

    const killed = start(...command);
    await appearance(join(out, 'runs', 'dense-s1', 'checkpoint.safetensors'));
    killed.kill('SIGKILL');
    await finished(killed);

    const brief = await lab(...command, '--minutes', '0.02');
    expect(brief.code).toBe(0);
    expect(brief.stderr).toMatch(/out of time/);
    const stopped = json<FlopsResult>(out, 'isoflop.json').runs.map(({ status }) => status);
    expect(stopped).not.toEqual(['complete', 'complete']);

    expect(await lab(...command)).toMatchObject({ code: 0 });
    const [whole, parts] = ['whole', 'parts'].map((name) => json<FlopsResult>(folder, name, 'isoflop.json'));
    expect(parts!.runs.map(({ record }) => record!.curve)).toEqual(whole!.runs.map(({ record }) => record!.curve));
    expect(parts!.runs.map(({ record }) => record!.final)).toEqual(whole!.runs.map(({ record }) => record!.final));
    expect(readdirSync(join(out, 'runs', 'dense-s1'))).toEqual(['run.json']);
  });

  it('tells which run failed and why, and finishes the others', async () => {
    const folder = temporaryFolder();
    const words = [...small(textFile(folder), 2), ...baseline, '--seeds', '1', '--kinds', 'fixed'];
    const broken = words.map((word, i) => (words[i - 1] === '--sparsities' ? '2.5' : word));
    const { code, stdout } = await lab('isoflop', ...broken, '--out', join(folder, 'a'));
    expect(code).toBe(1);
    expect(stdout).toMatch(/fixed-r2.5-s1 failed: .*sparsity: expected a whole number/);
    expect(stdout).toMatch(/^4 dense/m);
  });
});
