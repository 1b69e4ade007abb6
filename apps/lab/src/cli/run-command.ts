import { type Command, runCommandOf } from '@mosa-js/command';
import { defaultBackends } from '@mosa-js/command/backends';
import { agreeCommand } from '../commands/agree';
import { causalityCommand } from '../commands/causality';
import { evalCommand } from '../commands/eval';
import { isoflopCommand } from '../commands/isoflop';
import { memoryCommand } from '../commands/memory';
import { packCommand } from '../commands/pack';
import { reportCommand } from '../commands/report';
import { trainCommand } from '../commands/train';
import { workerCommand } from '../jobs/worker';
import { commit, labVersion } from '../run/machine';
import { presetLines } from './help';

export const commands: readonly Command[] = [
  trainCommand,
  evalCommand,
  isoflopCommand,
  causalityCommand,
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
export function runCommand(commandLine: readonly string[]): Promise<number> {
  return runCommandOf({ name: 'lab', version: version(), commands, hidden: workerCommand, help }, commandLine);
}

function version(): string {
  const of = commit();
  return `${labVersion}${of === undefined ? '' : `, commit ${of}`}`;
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
${defaultBackends.map((known) => line(known.name, known.description)).join('\n')}
`;
}
