import { runProgram } from '@mosa-js/command';
import { runCommand } from './run-command';

await runProgram(runCommand);
