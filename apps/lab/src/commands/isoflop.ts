import type { Command, OptionSpecs } from '@mosa-js/command';
import { MosaError } from '@mosa-js/core';
import { commonOptions, comparisonOptions, noWords } from '../cli/common';
import { optionLines, settingLines } from '../cli/help';
import { type Options, parseOptions } from '../cli/options';
import { comparisonOf } from '../isoflop/comparison';
import { compareAtEqualFlops } from '../isoflop/equal-flops';
import { compareAtEqualPerplexity } from '../isoflop/equal-perplexity';
import { flopsFormat, type IsoflopResult, perplexityFormat, readIsoflop } from '../isoflop/result';

const matches = ['flops', 'perplexity'] as const;
type Match = (typeof matches)[number];

/** Options of one comparison alone. */
const ownOptions = {
  flops: {
    sparsities: { value: 'LIST', help: 'ρ of the sparse heads. Default: 4,16,32', multiple: true },
    seeds: { value: 'LIST', help: 'seeds; every model is trained with each. Default: 1,2', multiple: true },
    kinds: { value: 'LIST', help: 'kinds of sparse heads. Default: mosa,fixed,routing', multiple: true },
    list: { help: 'print the runs and run nothing' },
  },
  perplexity: {
    start: { value: 'N', help: 'MoSA heads to begin with; then twice as many, and so on. Default: 4' },
    most: { value: 'N', help: 'MoSA heads to try at most. Default: as many as cost the FLOPs of the dense baseline' },
    precision: { value: 'N', help: 'heads to within which the answer is looked for. Default: 1' },
    pairs: { value: 'N', help: 'pairs of steps to time side by side. Default: 20' },
  },
} satisfies Readonly<Record<Match, OptionSpecs>>;

const options = {
  match: { value: 'WHAT', help: 'what is equal: flops or perplexity. Default: flops, or what --from compared' },
  ...commonOptions,
  from: { value: 'FILE', help: 'settings and plan of an isoflop.json, to repeat it' },
  ...comparisonOptions,
  ...ownOptions.flops,
  ...ownOptions.perplexity,
} satisfies OptionSpecs;

export const isoflopCommand: Command = {
  name: 'isoflop',
  options,
  summary: 'dense heads against sparse ones at equal forward FLOPs, or against MoSA at equal perplexity',
  help: () => `Compares a dense baseline (--dense-heads) with models that keep 4 of its heads and have sparse ones beside them.

  lab isoflop [--preset isoflop-books] [--backend NAME] [--parallel N] [--minutes M] [options] [settings]
  lab isoflop --match perplexity [--sparsity 32] [the same]

With --match flops there is a model for every kind and sparsity, of as many sparse heads as do not exceed the baseline's forward
FLOPs. With --match perplexity more and more MoSA heads (--sparsity) are tried until a model reaches the baseline's validation
perplexity, and then as few as do; the two are compared: time of a step side by side, memory, KV pairs.

${optionLines(options)}

Of --match flops alone: ${namesOf('flops')}. Of --match perplexity alone: ${namesOf('perplexity')}.

Settings of the baseline, over those of the preset:
${settingLines()}

The folder for results gets one folder a run, isoflop.json with all of them, and index.html. Finished runs are not run again:
what was interrupted, killed or out of time goes on with the same command.
By default each --match has a folder of its own; in the same --out the later isoflop.json replaces the earlier one.
Exit code 0, also when out of --minutes; 130, 143 or 129 when interrupted by Ctrl-C, SIGTERM or SIGHUP; 1 where a run failed.
`,
  async run(commandLine) {
    const given = parseOptions(commandLine, options);
    noWords(given);
    const from = given.text('from');
    const earlier = from === undefined ? undefined : readIsoflop(from);
    const match = matchOf(given, earlier);
    const comparison = comparisonOf(given, earlier);
    return match === 'flops'
      ? compareAtEqualFlops(comparison, earlier?.format === flopsFormat ? earlier.plan : undefined)
      : compareAtEqualPerplexity(comparison, earlier?.format === perplexityFormat ? earlier.plan : undefined);
  },
};

function namesOf(match: Match): string {
  return Object.keys(ownOptions[match])
    .map((name) => `--${name}`)
    .join(', ');
}

/** @throws MosaError `usage` for options of the other comparison */
function matchOf(given: Options, earlier?: IsoflopResult): Match {
  const match = given.choice('match', matches) ?? (earlier?.format === perplexityFormat ? 'perplexity' : 'flops');
  const other = match === 'flops' ? 'perplexity' : 'flops';
  const stray = Object.keys(ownOptions[other]).find((name) => given.has(name));
  if (stray !== undefined) throw new MosaError('usage', `--${stray}`, `--match ${other} with it`, `--match ${match}`);
  return match;
}
