import { duration, grouped, size } from '../cli/format';
import { futureNote, modelName, seesFuture } from '../model/config';
import { dead } from '../report/selection-parts';
import type { RunRecord } from './record';

/** What validation measured last: after the last step on the whole text, where the run stopped, or while training. */
export function lastEvaluation({ final, atStop, evaluations }: RunRecord) {
  return final ?? atStop ?? evaluations.at(-1);
}

/** The best evaluation while training, where the last is worse: most often the model has learned its text by heart. */
function betterThanLast(record: RunRecord) {
  const last = lastEvaluation(record);
  const best = record.evaluations.reduce((a, b) => (b.loss < a.loss ? b : a), record.evaluations[0]!);
  return best && last && best.step < last.step && best.loss < last.loss ? best : undefined;
}

/** The unit of a tokenizer's loss. */
export function tokenUnit({ settings }: Pick<RunRecord, 'settings'>): 'byte' | 'character' {
  return settings.tokenizer === 'bytes' ? 'byte' : 'character';
}

/** A run in a few lines. */
export function summary(record: RunRecord): string {
  const { settings, backend, costs, status, seconds, tokensPerSecond, curve, parallel } = record;
  const unit = tokenUnit(record);
  const steps = `${grouped(curve.loss.length)} of ${grouped(settings.steps)} steps`;
  const pace = tokensPerSecond ? `, ${grouped(tokensPerSecond)} tokens/s` : '';
  const beside = parallel ? ` (${parallel} runs at a time)` : '';
  const time = backend.software ? 'not timed: the GPU is software' : `${duration(seconds)}${pace}${beside}`;
  const measured = lastEvaluation(record);
  const lines = [
    `${modelName(settings)}: ${settings.layers} layers, width ${settings.dModel}, T ${settings.length}, ${grouped(costs.parameters)} parameters, seed ${settings.seed}`,
    `on ${backend.name} (${backend.device}, ${backend.library})`,
    `${status}: ${steps}, ${time}`,
  ];
  if (measured) {
    const bits = measured.bitsPerByte === undefined ? '' : `, ${measured.bitsPerByte.toFixed(4)} bits a byte`;
    const where = record.final ? 'on the whole validation text' : `after step ${measured.step}`;
    lines.push(
      `validation ${where}: ${measured.loss.toFixed(4)} nats a ${unit}, perplexity ${measured.perplexity.toFixed(4)} per ${unit}${bits}`,
    );
  }
  const best = betterThanLast(record);
  if (best) {
    const { loss, step, tokens } = best;
    lines.push(
      `best on the way: ${loss.toFixed(4)} nats a ${unit} after step ${step}, measured on ${grouped(tokens)} ${unit}s`,
    );
  }
  lines.push(
    `counted: ${(costs.forwardFlops / 1e9).toFixed(3)} GFLOP forward a sequence, ${grouped(costs.kvPairsPerLayer)} KV pairs a layer, step peak ${size(costs.stepPeakBytes)} beside ${size(costs.stateBytes)} of state and batch`,
  );
  lines.push(...selectionLines(record));
  if (seesFuture(settings)) lines.push(`note: ${futureNote}`);
  return `${lines.join('\n')}\n`;
}

/** What causal heads took of the last step that was reported. */
function selectionLines({ selections }: RunRecord): string[] {
  const last = selections?.at(-1);
  if (!last) return [];
  const share = (value: number) => (100 * value).toFixed(2);
  const layers = last.layers.map(
    ({ layer, taken, dropped }) => `layer ${layer} ${share(taken)} (dropped ${share(dropped)})`,
  );
  const meant = share(last.layers[0]!.target);
  return [
    `heads took of step ${last.step}, in %, where ${meant} were meant: ${layers.join(', ')}`,
    ...dead(last.layers),
  ];
}
