import { type Command, explained, runCommandOf } from '@mosa-js/command';
import { defaultBackends } from '@mosa-js/command/backends';
import { calibrateCommand } from './calibrate';
import { causalityCommand } from './causality';
import { evalCommand } from './eval';
import { exportCommand } from './export';
import { generateCommand } from './generate';
import { importCommand } from './import';
import { version } from './version';
import { weightsCommand } from './weights';

export const commands: readonly Command[] = [
  generateCommand,
  calibrateCommand,
  causalityCommand,
  evalCommand,
  weightsCommand,
  importCommand,
  exportCommand,
];

/**
 * The command `mosa-lm`: prints to the process's standard output and error.
 * @param commandLine the words after the program's name
 * @returns the exit code: 0; 1 for an error or a model that looks ahead; 130, 143 or 129 when interrupted
 */
export function runCommand(commandLine: readonly string[]): Promise<number> {
  return runCommandOf({ name: 'mosa-lm', version, commands, help }, commandLine);
}

function help(): string {
  return `Language models of @mosa-js/lm: text from a checkpoint, and what there is to know of it before.

  mosa-lm COMMAND CHECKPOINT [options]     mosa-lm COMMAND --help, or mosa-lm help COMMAND, tells more
  mosa-lm --version

${explained(commands.map((command) => [command.name, command.summary]))}

Backends, for --backend; also the path of an adapter, or its package, with :DEVICE or without. Default: the first of
onnxruntime-node-cpu, tfjs-node-gpu, tfjs-wasm, onnxruntime-web-wasm, tfjs-cpu and reference that is installed.
${explained(defaultBackends.map((known) => [known.name, known.description]))}

Results go to standard output, all else to standard error. Exit code 0 where all is well; 130, 143 or 129 when interrupted
by Ctrl-C, SIGTERM or SIGHUP; otherwise 1.
`;
}
