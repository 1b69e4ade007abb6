import { explained, fail, print, wants } from '@mosa-js/command';
import { knownBackends } from '@mosa-js/command/backends';
import { MosaError } from '@mosa-js/core';
import { calibrateCommand } from './calibrate';
import { causalityCommand } from './causality';
import type { Command } from './command';
import { evalCommand } from './eval';
import { generateCommand } from './generate';
import { version } from './version';

export const commands: readonly Command[] = [generateCommand, calibrateCommand, causalityCommand, evalCommand];

/**
 * The command `mosa-lm`: prints to the process's standard output and error.
 * @param commandLine the words after the program's name
 * @returns the exit code: 0; 1 for an error or a model that looks ahead; 130, 143 or 129 when interrupted
 */
export async function runCommand(commandLine: readonly string[]): Promise<number> {
  const [name, ...rest] = commandLine;
  try {
    if (name === undefined || name === '--help' || name === '-h') return print(help());
    if (name === '--version') return print(`${version}\n`);
    if (name === 'help') return print(helpOf(rest));
    const command = commandOf(name);
    if (wants(rest, '--help', '-h')) return print(command.help());
    return await command.run(rest);
  } catch (error) {
    return fail('mosa-lm', error);
  }
}

/** @throws MosaError `usage` */
function commandOf(name: string): Command {
  const command = commands.find((known) => known.name === name);
  if (command) return command;
  const names = commands.map((known) => known.name).join(', ');
  throw new MosaError('usage', 'command', `${names} (see --help)`, name === '' ? 'an empty one' : name);
}

/** @throws MosaError `usage` */
function helpOf([name, ...more]: readonly string[]): string {
  if (more.length > 0) throw new MosaError('usage', 'help', 'the name of one command', [name, ...more].join(' '));
  return name === undefined ? help() : commandOf(name).help();
}

function help(): string {
  return `Language models of @mosa-js/lm: text from a checkpoint, and what there is to know of it before.

  mosa-lm COMMAND CHECKPOINT [options]     mosa-lm COMMAND --help, or mosa-lm help COMMAND, tells more
  mosa-lm --version

${explained(commands.map((command) => [command.name, command.summary]))}

Backends, for --backend; also the path of an adapter, or its package, with :DEVICE or without. Default: the first of
onnxruntime-node-cpu, tfjs-node-gpu, tfjs-wasm, onnxruntime-web-wasm, tfjs-cpu and reference that is installed.
${explained(knownBackends.map((known) => [known.name, known.description]))}

Results go to standard output, all else to standard error. Exit code 0 where all is well; 130, 143 or 129 when interrupted
by Ctrl-C, SIGTERM or SIGHUP; otherwise 1.
`;
}
