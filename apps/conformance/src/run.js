// Every known adapter against every case. Words on the command line are passed on to mosa-conformance.
// The backends are named, so that one that cannot run here fails the run instead of being left aside.
import { fileURLToPath } from 'node:url';
import { knownBackends, runCommand } from '@mosa-js/conformance';

const app = fileURLToPath(new URL('..', import.meta.url));
process.chdir(app); // this app depends on the adapters and their libraries, so they are found from here

const reports = ['--html', 'report', '--json', 'report/report.json', '--junit', 'report/report.xml'];
const extra = process.argv.slice(2);
const chosen = extra.some((word) => word.startsWith('--backend'))
  ? []
  : knownBackends.flatMap(({ name }) => ['--backend', name]);
process.exitCode = await runCommand([...reports, ...chosen, ...extra]);

const printsOnly = ['--list', '--help', '-h', '--version'].some((option) => extra.includes(option));
// 130 is an interrupted run. On standard error, since `--json -` has standard output for itself.
if (process.exitCode !== 130 && !printsOnly) console.error(`matrix: ${app}report/index.html`);
