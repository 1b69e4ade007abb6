import { fail, Options, print, readCommandLine, runProgram } from '@mosa-js/command';
import { MosaError } from '@mosa-js/core';
import { show } from '@mosa-js/core/adapter';
import { randomNormal, randomSource, randomUniform } from '@mosa-js/core/training';
import { median } from '../median.js';

const usage = `Usage: node weights.js [options]

Times initial weights on this CPU, and the same numbers drawn one by one, in turns.

  --millions N   weights in a tensor, default 4
  --runs N       runs of each, default 5
  --help

Exit code 0, or 1 with a message.
`;

const optionSpecs = {
  millions: { value: 'N', help: '' },
  runs: { value: 'N', help: '' },
};

/** Two ways to as many weights: core's, and a call for each number, as initial weights were made before. */
const ways = {
  uniform: {
    loop: (size) => randomUniform([size], 0.5, 1).data,
    oneByOne(size) {
      const next = randomSource(1);
      return Float32Array.from({ length: size }, () => (2 * next() - 1) * 0.5);
    },
  },
  normal: {
    loop: (size) => randomNormal([size], 0.02, 1).data,
    oneByOne(size) {
      const next = randomSource(1);
      const data = new Float32Array(size);
      for (let i = 0; i < size; i++) {
        let sum = -6;
        for (let draw = 0; draw < 12; draw++) sum += next();
        data[i] = sum * 0.02;
      }
      return data;
    },
  },
};

await runProgram(async (commandLine) => {
  try {
    const given = new Options(readCommandLine(commandLine, optionSpecs));
    if (given.has('help') || given.words[0] === 'help') return print(usage);
    if (given.words.length > 0)
      throw new MosaError('usage', 'command line', 'only options (see --help)', given.words.join(' '));
    const count = { least: 1, whole: true };
    const size = (given.number('millions', count) ?? 4) * 1e6;
    const runs = given.number('runs', count) ?? 5;
    for (const [name, way] of Object.entries(ways)) print(`${lineOf(name, way, size, runs)}\n`);
    return 0;
  } catch (error) {
    return fail('weights', error);
  }
});

/** Milliseconds of CPU time per million weights, since other work on the machine lengthens wall time. */
function lineOf(name, { loop, oneByOne }, size, runs) {
  const times = { loop: [], oneByOne: [] };
  for (let run = 0; run < runs; run++) {
    const [one, other] = [timed(loop, size, times.loop), timed(oneByOne, size, times.oneByOne)];
    const at = one.findIndex((value, i) => value !== other[i]);
    if (at >= 0) throw new MosaError('data', `${name} weight ${at}`, show(other[at]), show(one[at]));
  }
  const [ours, others] = [median(times.loop), median(times.oneByOne)];
  const perMillion = (ms) => `${((ms * 1e6) / size).toFixed(1)} ms`;
  return `${name}: ${perMillion(ours)} a million, one by one ${perMillion(others)} (${(others / ours).toFixed(1)}×)`;
}

function timed(make, size, times) {
  const began = process.cpuUsage();
  const data = make(size);
  const { user, system } = process.cpuUsage(began);
  times.push((user + system) / 1000);
  return data;
}
