import { runCommand } from './cli/run-command';

const code = await runCommand(process.argv.slice(2));
// A library's idle threads or timers must not keep the process, and what was printed must leave it first.
process.stdout.write('', () => process.stderr.write('', () => process.exit(code)));
