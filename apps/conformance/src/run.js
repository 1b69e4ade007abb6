// Every known adapter but those that run only by their name against every case. Words on the command line are passed on to mosa-conformance.
// The backends are named, so that one that cannot run here fails the run instead of being left aside. Those that need a
// GPU are optional on machines that have none and cannot emulate one, and tfjs-node-gpu until `npm run provision` has built
// its addon.
import { existsSync, statSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { runProgram, say } from '@mosa-js/command';
import { knownBackends, runCommand } from '@mosa-js/conformance';
import { hasVulkanDriver, softwareGpuEnvironment } from '@mosa-js/software-gpu';
import { sourcesHash } from '../../../scripts/sources.js';

const app = fileURLToPath(new URL('..', import.meta.url));
const repository = fileURLToPath(new URL('../../..', import.meta.url));
process.chdir(app); // this app depends on the adapters and their libraries, so they are found from here

async function canHaveGpu() {
  if (process.platform !== 'linux') return ['darwin', 'win32'].includes(process.platform);
  if (hasVulkanDriver()) return true;
  const software = softwareGpuEnvironment().catch(() => ({})); // what is broken must fail the run
  return (await software) !== undefined;
}

await runProgram(async (extra) => {
  const withoutGpu = /--gpu[= ]none\b/.test(extra.join(' ')) || !(await canHaveGpu());
  const withoutAddon = !existsSync(new URL('lib', import.meta.resolve('@tensorflow/tfjs-node-gpu/package.json')));
  const isOptional = ({ name, needs }) => (needs === 'gpu' && withoutGpu) || (name === 'tfjs-node-gpu' && withoutAddon);
  const chosen = extra.some((word) => /^(--backend|--optional|-b)/.test(word))
    ? []
    : knownBackends
        .filter(({ byNameOnly }) => !byNameOnly)
        .flatMap((known) => [isOptional(known) ? '--optional' : '--backend', known.name]);
  // The suite judges itself, too, on a library: its bounds leave more room to a backend in float32 than to the oracle.
  const mutants = chosen.length > 0 ? ['--mutants', 'tfjs-cpu'] : [];
  if (['help', 'merge', 'compare', 'matrix'].includes(extra[0])) return runCommand(extra);
  const page = `${app}report/index.html`;
  const writtenAt = () => statSync(page, { throwIfNoEntry: false })?.mtimeMs;
  const before = writtenAt();
  const code = await runCommand([...defaults(extra), ...chosen, ...mutants, ...extra]);
  // On standard error, since `--json -` has standard output for itself.
  if (writtenAt() !== before) say(`matrix: ${page}`);
  return code;
});

/** Options with their values, without those that are on the command line. */
function defaults(extra) {
  const own = {
    '--html': 'report',
    '--json': 'report/report.json',
    '--junit': 'report/report.xml',
    '--sources': sourcesHash(repository), // a release asks for results of its sources
    '--time-limit': '900', // on two cores a GPU in software takes some minutes
  };
  const isGiven = (name) => extra.some((word) => word === name || word.startsWith(`${name}=`));
  return Object.entries(own).flatMap(([name, value]) => (isGiven(name) ? [] : [name, value]));
}
