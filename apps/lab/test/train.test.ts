import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { loadCheckpoint } from '@mosa-js/lm/node';
import { describe, expect, it } from 'vitest';
import type { RunRecord } from '../src/run/record';
import { appearance, finished, json, lab, small, start, temporaryFolder, textFile } from './support/command';

describe('train', () => {
  it('trains, and says all that is needed to repeat it', async () => {
    const folder = temporaryFolder();
    const text = textFile(folder);
    const first = await lab('train', ...small(text), '--out', join(folder, 'a'));
    expect(first).toMatchObject({ code: 0 });
    expect(first.stdout).toMatch(/complete: 12 of 12 steps/);
    expect(first.stdout).toMatch(/Selection sees the future/);
    const record = json<RunRecord>(folder, 'a', 'run.json');
    expect(record.curve.loss).toHaveLength(12);
    expect(record.evaluations.map(({ step }) => step)).toEqual([6, 12]);
    expect(record.data.train.sha256).toMatch(/^[0-9a-f]{64}$/);
    expect(record.final!.loss).toBeGreaterThan(0);
    expect(record.versions['@tensorflow/tfjs-core']).toBe('4.22.0');

    const from = join(folder, 'a', 'run.json');
    const again = await lab('train', '--from', from, '--out', join(folder, 'b'), '--json', '-');
    expect(again.code).toBe(0);
    const repeated: RunRecord = JSON.parse(again.stdout);
    expect(repeated.curve).toEqual(record.curve);
    expect(repeated.final).toEqual(record.final);
  });

  it('repeats a run on the same text only', async () => {
    const folder = temporaryFolder();
    const text = textFile(folder);
    await lab('train', ...small(text, 2), '--out', join(folder, 'a'));
    writeFileSync(text, readFileSync(text, 'utf8').replaceAll('few', 'FEW'));
    const { code, stderr } = await lab('train', '--from', join(folder, 'a', 'run.json'), '--out', join(folder, 'b'));
    expect(code).toBe(1);
    expect(stderr).toMatch(/expected the text with SHA-256/);
  });

  it('reads a packed text as the same text', async () => {
    const folder = temporaryFolder();
    const text = textFile(folder);
    writeFileSync(`${text}.gz`, gzipSync(readFileSync(text)));
    const plain = await lab('train', ...small(text, 2), '--out', join(folder, 'a'), '--json', '-');
    const packed = await lab('train', ...small(`${text}.gz`, 2), '--out', join(folder, 'b'), '--json', '-');
    expect(JSON.parse(packed.stdout).curve).toEqual(JSON.parse(plain.stdout).curve);
  });

  it('goes on after Ctrl-C and after a kill as if nothing had happened', async () => {
    const folder = temporaryFolder();
    const words = [...small(textFile(folder), 150), '--sparse-heads', '0'];
    await lab('train', ...words, '--out', join(folder, 'whole'));
    const out = join(folder, 'parts');
    const command = ['train', ...words, '--out', out, '--checkpoint-every', '5'];

    const killed = start(...command);
    await appearance(join(out, 'checkpoint.safetensors'));
    killed.kill('SIGKILL');
    await finished(killed);
    expect(json<RunRecord>(out, 'run.json').status).toBe('running');

    const interrupted = start(...command);
    interrupted.stderr!.once('data', () => setTimeout(() => interrupted.kill('SIGINT'), 300));
    const { code, stderr } = await finished(interrupted);
    const stopped = json<RunRecord>(out, 'run.json');
    expect(stderr).toMatch(/goes on from its checkpoint/);
    expect({ code, status: stopped.status }).toEqual({ code: 130, status: 'stopped' });
    expect(stopped.curve.loss.length).toBeLessThan(150);

    expect(await lab(...command)).toMatchObject({ code: 0 });
    const [whole, parts] = ['whole', 'parts'].map((name) => json<RunRecord>(folder, name, 'run.json'));
    expect(parts!.curve).toEqual(whole!.curve);
    expect(parts!.evaluations).toEqual(whole!.evaluations);
    expect(parts!.final).toEqual(whole!.final);
  });

  it('computes steps in micro-batches, and keeps such runs apart', async () => {
    const folder = temporaryFolder();
    const sizes = small(textFile(folder), 4).map((word, i, all) => (all[i - 1] === '--batch' ? '4' : word));
    const likeGpt = ['--attention-dropout', '0.2', '--tied-output', 'true', '--head-deviation', '0.02'];
    const words = [...sizes, '--sparse', 'routing', '--dropout', '0.1', ...likeGpt];
    const train = (out: string, ...more: string[]) => lab('train', ...words, '--out', join(folder, out), ...more);
    for (const [out, accumulate] of Object.entries({ whole: 1, halves: 2, quarters: 4 }))
      expect(await train(out, '--accumulate', `${accumulate}`)).toMatchObject({ code: 0 });
    const [whole, ...others] = ['whole', 'halves', 'quarters'].map((name) => json<RunRecord>(folder, name, 'run.json'));
    for (const { curve, final, costs, settings } of others) {
      curve.loss.forEach((loss, i) => {
        expect(loss).toBeCloseTo(whole!.curve.loss[i]!, 11);
      });
      expect(final!.tokens).toBe(whole!.final!.tokens);
      expect(costs.stepPeakBytes).toBeLessThan(whole!.costs.stepPeakBytes);
      expect(costs.parameters).toBe(whole!.costs.parameters);
      expect([2, 4]).toContain(settings.accumulate);
    }
    expect(others[1]!.costs.stepPeakBytes).toBeLessThan(others[0]!.costs.stepPeakBytes);

    const { config, state } = await loadCheckpoint(join(folder, 'whole', 'checkpoint.safetensors'));
    expect(config).toMatchObject({ attentionDropout: 0.2, tiedOutput: true });
    const [name, { data }] = Object.entries(state.parameters).find(([name]) => name.endsWith('.qkv.weight'))!;
    const deviation = Math.sqrt(Array.from(data).reduce((sum, value) => sum + value ** 2, 0) / data.length);
    expect(Math.abs(deviation - 0.02), name).toBeLessThan(0.005);

    const refused = await train('halves', '--accumulate', '4');
    expect(refused).toMatchObject({ code: 1 });
    expect(refused.stderr).toMatch(/accumulate was 2, is 4/);
    const wrong = await train('another', '--accumulate', '3');
    expect(wrong).toMatchObject({ code: 1 });
    expect(wrong.stderr).toMatch(/accumulate: expected a divisor of the batch of 4, got 3/);

    const measured = await lab('eval', join(folder, 'halves'), '--backend', 'reference', '--json', '-');
    expect(JSON.parse(measured.stdout).loss).toBeCloseTo(others[0]!.final!.loss, 11);
  });

  it('trains causal heads, and says what they took', async () => {
    const folder = temporaryFolder();
    const causal = ['--sparse-heads', '4', '--sparsity', '4', '--selection', 'causal', '--slots-block', '8'];
    const words = [...small(textFile(folder), 20), ...causal];
    const first = await lab('train', ...words, '--out', join(folder, 'a'));
    expect(first).toMatchObject({ code: 0 });
    expect(first.stdout).toMatch(/heads took of step 20, in %, where 25\.00 were meant: layer 0 \d/);
    expect(first.stdout).not.toMatch(/sees the future/);
    const { selections, settings } = json<RunRecord>(folder, 'a', 'run.json');
    expect(selections!.map(({ step }) => step)).toEqual(Array.from({ length: 18 }, (_, i) => i + 3));
    expect(selections![0]!.layers).toMatchObject([{ layer: 0, heads: 4, target: 0.25 }]);
    expect(settings).toMatchObject({ selection: 'causal', thresholdWarmup: 0.1, thresholdDecay: 0.9 });
    expect(readFileSync(join(folder, 'a', 'index.html'), 'utf8')).toMatch(/Share of tokens that a head takes/);

    const dense = ['--dense-layers', '1', '--dense-layer-heads', '3'];
    const refused = await lab('train', ...words, ...dense, '--out', join(folder, 'a'));
    expect(refused.stderr).toMatch(/denseLayers was 0, is 1/);
    const short = words.map((word, i) => (words[i - 1] === '--steps' ? '2' : word));
    const all = await lab('train', ...short, ...dense, '--out', join(folder, 'b'), '--json', '-');
    expect(JSON.parse(all.stdout).selections).toBeUndefined();
  });

  it('keeps runs of other settings apart, and starts anew when told', async () => {
    const folder = temporaryFolder();
    const text = textFile(folder);
    const out = join(folder, 'a');
    await lab('train', ...small(text, 2), '--out', out);
    const other = ['train', ...small(text, 2), '--out', out, '--seed', '5'];
    const refused = await lab(...other);
    expect(refused).toMatchObject({ code: 1 });
    expect(refused.stderr).toMatch(/seed was 1, is 5/);
    expect(await lab(...other, '--fresh')).toMatchObject({ code: 0 });
    expect(json<RunRecord>(out, 'run.json').settings.seed).toBe(5);
  });

  it('stops when its minutes are over, which is no failure', async () => {
    const folder = temporaryFolder();
    const out = join(folder, 'a');
    const { code, stderr } = await lab('train', ...small(textFile(folder), 100000), '--out', out, '--minutes', '0.01');
    expect(code).toBe(0);
    expect(stderr).toMatch(/out of time/);
    expect(json<RunRecord>(out, 'run.json').status).toBe('stopped');
    expect(existsSync(join(out, 'checkpoint.safetensors'))).toBe(true);
  });

  it('leaves a checkpoint that eval measures as training did', async () => {
    const folder = temporaryFolder();
    const out = join(folder, 'a');
    await lab('train', ...small(textFile(folder), 2), '--out', out);
    const { code, stdout } = await lab('eval', out, '--backend', 'reference', '--json', '-');
    expect(code).toBe(0);
    expect(JSON.parse(stdout).loss).toBeCloseTo(json<RunRecord>(out, 'run.json').final!.loss, 6);
  });

  it('keeps the best checkpoint where it is told to, and says when the end is worse', async () => {
    const folder = temporaryFolder();
    const out = join(folder, 'a');
    // A rate that throws the model off course after a good start.
    const wild = ['--learning-rate', '3', '--min-learning-rate', '3', '--clip', '100'];
    const words = [...small(textFile(folder), 30, { every: 3, windows: 0, warmup: 30 }), ...wild];
    const { stdout } = await lab('train', ...words, '--out', out, '--keep-best');
    const { evaluations, final } = json<RunRecord>(out, 'run.json');
    const best = evaluations.reduce((a, b) => (b.loss < a.loss ? b : a));
    expect(best.loss).toBeLessThan(final!.loss);
    expect(stdout).toContain(`best on the way: ${best.loss.toFixed(4)} nats a character after step ${best.step}`);
    const file = join(out, 'best.safetensors');
    const text = join(folder, 'text.txt');
    const { stdout: measured } = await lab('eval', file, '--text', text, '--backend', 'reference', '--json', '-');
    expect(JSON.parse(measured)).toMatchObject({ checkpoint: file, step: best.step });
  });
});
