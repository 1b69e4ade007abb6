import { fail, print, wants } from '@mosa-js/command';
import { knownBackends } from '@mosa-js/command/backends';
import { MosaError } from '@mosa-js/core';
import { agreeCommand } from '../commands/agree';
import { evalCommand } from '../commands/eval';
import { isoflopCommand } from '../commands/isoflop';
import { matchedCommand } from '../commands/matched';
import { memoryCommand } from '../commands/memory';
import { packCommand } from '../commands/pack';
import { reportCommand } from '../commands/report';
import { trainCommand } from '../commands/train';
import { workerCommand } from '../jobs/worker';
import { commit, labVersion } from '../run/machine';
import type { Command } from './command';
import { presetLines } from './help';

export const commands: readonly Command[] = [
  trainCommand,
  evalCommand,
  isoflopCommand,
  matchedCommand,
  agreeCommand,
  memoryCommand,
  reportCommand,
  packCommand,
];

/**
 * The lab's command: prints to the process's standard output and error.
 * @param commandLine the words after the program's name
 * @returns the exit code: 0; 1 for an error or a result that is not as it should be; 130, 143 or 129 when interrupted
 */
export async function runCommand(commandLine: readonly string[]): Promise<number> {
  const [name, ...rest] = commandLine;
  try {
    if (name === undefined || name === '--help' || name === '-h') return print(help());
    if (name === '--version') return print(version());
    if (name === 'help') return print(helpOf(rest));
    const command = name === workerCommand.name ? workerCommand : commandOf(name);
    if (wants(rest, '--help', '-h')) return print(command.help());
    return await command.run(rest);
  } catch (error) {
    return fail('lab', error);
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

function version(): string {
  const of = commit();
  return `${labVersion}${of === undefined ? '' : `, commit ${of}`}\n`;
}

function help(): string {
  const line = (left: string, right: string) => `  ${left.padEnd(24)}  ${right}`;
  return `Experiments with MoSA: train, compare at equal FLOPs, measure.

  lab COMMAND [options]     lab COMMAND --help, or lab help COMMAND, tells more
  lab --version

${commands.map((command) => line(command.name, command.summary)).join('\n')}

Presets, for --preset; every setting has a flag that overrides it:
${presetLines()}

Backends, for --backend:
${knownBackends.map((known) => line(known.name, known.description)).join('\n')}
`;
}
