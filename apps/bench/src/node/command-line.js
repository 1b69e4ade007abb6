import { availableParallelism } from 'node:os';
import { Options, optionLines, readCommandLine } from '@mosa-js/command';
import { MosaError } from '@mosa-js/core';
import { show } from '@mosa-js/core/adapter';
import { backends, benchmarks, optionSpecs, optionsOf } from '../options.js';
import { hostBackends } from './host-backends.js';

const peers = ['torch'];
/** Beside those of a page, which have kernels of ours. */
const onCpu = Object.keys(hostBackends);
const others = [...onCpu, 'onnxruntime-node-webgpu'];
/** What a peer knows, too. */
const comparable = ['layer', 'gradient', 'step', 'matmul'];

/** Those of every bench, and those of a command. */
export const commandSpecs = {
  ...optionSpecs,
  explain: { help: 'times nothing: tells what runs as one program and why no more does, and needs no GPU (see below)' },
  profile: { help: "tells where the GPU's time goes, part by part: needs its timestamps" },
  unchecked: { help: 'without the checks of commands and of bounds in Dawn: what they cost, no mode to use' },
  backend: { value: 'NAME', help: `${[...backends, ...others].join(', ')}; default webgpu` },
  threads: {
    value: 'N',
    help: `of ${onCpu.join(', ')} and of the peer beside it, at most the cores of this machine; default theirs`,
  },
  peer: {
    value: 'torch',
    help: `the same shapes in PyTorch on the same device, for ${comparable.join(', ')} (see below)`,
  },
  'peer-path': { value: 'DIR', help: "where the authors' Python package is, for the peer's mosa heads" },
  json: { value: 'FILE', help: 'also writes all numbers to FILE, or prints them with -' },
  page: { value: 'FILE', help: 'also writes a page with charts over T to FILE' },
  'allow-software': { help: 'runs on a GPU in software too, whose times mean nothing: a smoke test' },
};

export const usage = `Usage: npm run bench -- BENCHMARK [options]
       mosa-lab/bench BENCHMARK [options], where an archive of the lab was unpacked

Times one thing on a GPU, or by ONNX Runtime or TensorFlow on the CPU or on a GPU.

${Object.entries(benchmarks)
  .map(([name, { times }]) => `  ${name.padEnd(9)} ${times}`)
  .join('\n')}

Options:
${optionLines(commandSpecs)}

Clock: an idle GPU slows down, to a sixth of its pace. Before each round it does a second of real work, a large product over
and over, and rows of one T take turns within a round, so that none meets a slower clock than another. Numbers of runs
that did not take turns are not to be compared.

--explain takes what limits and kernels the GPU here has, or the limits that every device of WebGPU has. A step is told with its
op, where in the model it stands, shapes of what it reads and writes, the bytes of that, the ops inside, and for each
value that it writes, who needs it in memory: \`elementwise not joined: read in between by matMul\` is a later step that would
have been one with this, did not a product have to run between them. Steps of layers that are alike are told once.

--peer torch starts python3, and needs torch, with CUDA unless the backend is on the CPU; float32, TF32 off, eager. Its mosa heads are those of the authors'
package, where it is found: git clone https://github.com/piotrpiekos/MoSA, then --peer-path MoSA.

Exit code 0, or 1 with a message.
`;

/** @throws MosaError `usage` for a benchmark or an option that is unknown, or no number */
export function readOptions(commandLine) {
  const given = new Options(readCommandLine(commandLine, commandSpecs));
  if (given.has('help')) return { help: true };
  const [name, ...more] = given.words;
  if (more.length > 0)
    throw new MosaError('usage', 'command line', 'one benchmark (see --help)', given.words.join(' '));
  const options = {
    ...optionsOf(name, given, [...backends, ...others]),
    threads: given.number('threads', { least: 1, most: availableParallelism(), whole: true }) ?? 0,
    explain: given.has('explain'),
    profile: given.has('profile'),
    unchecked: given.has('unchecked'),
    peer: given.choice('peer', peers),
    peerPath: given.text('peer-path'),
    json: given.text('json'),
    page: given.text('page'),
    allowSoftware: given.has('allow-software'),
  };
  checkPeer(options);
  checkOthers(options);
  return options;
}

function checkPeer({ benchmark, peer, peerPath, explain, profile, page }) {
  if (explain && profile)
    throw new MosaError('usage', '--explain', 'no --profile beside it, which runs what is explained', '--profile');
  if (explain && (peer !== undefined || page !== undefined))
    throw new MosaError(
      'usage',
      '--explain',
      'neither --peer nor --page, which show times',
      peer ? '--peer' : '--page',
    );
  if (peer !== undefined && !comparable.includes(benchmark))
    throw new MosaError('usage', '--peer', `one of the benchmarks ${comparable.join(', ')}`, show(benchmark));
  if (peerPath !== undefined && peer === undefined)
    throw new MosaError('usage', '--peer-path', '--peer torch beside it', 'none');
}

function checkOthers({ backend, threads, explain, profile, unchecked }) {
  if (!onCpu.includes(backend) && threads > 0)
    throw new MosaError('usage', '--threads', `--backend ${onCpu.join(' or ')} beside it`, backend);
  if (!others.includes(backend)) return;
  const profiled = profile && backend !== 'onnxruntime-node-webgpu';
  const ofOurs = explain ? '--explain' : unchecked ? '--unchecked' : profiled ? '--profile' : undefined;
  const ours = backends.join(' or ');
  if (ofOurs) throw new MosaError('usage', ofOurs, `--backend ${ours} beside it`, backend);
}
