import { runProgram } from '@mosa-js/command';
import { runCommand } from './cli/run-command';

await runProgram(runCommand);
