import { knownBackends } from '@mosa-js/conformance';
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
import type { Command } from './command';
import { presetLines } from './help';
import { print } from './print';

const commands: readonly Command[] = [
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
 * @returns the exit code: 0, 1 for an error or a result that is not as it should be, 130 when interrupted
 */
export async function runCommand(commandLine: readonly string[]): Promise<number> {
  const [name, ...rest] = commandLine;
  try {
    if (name === undefined || name === '--help' || name === '-h') return print(help());
    const command = [...commands, workerCommand].find((known) => known.name === name);
    if (!command) {
      throw new MosaError('usage', 'command', `${commands.map((known) => known.name).join(', ')} (see --help)`, name);
    }
    if (rest.includes('--help') || rest.includes('-h')) return print(command.help());
    return await command.run(rest);
  } catch (error) {
    const text = error instanceof Error ? error.message : String(error);
    process.stderr.write(`lab: ${text}\n`);
    if (process.env.MOSA_DEBUG === '1' && error instanceof Error) process.stderr.write(`${error.stack}\n`);
    return 1;
  }
}

function help(): string {
  const line = (left: string, right: string) => `  ${left.padEnd(24)}  ${right}`;
  return `Experiments with MoSA: train, compare at equal FLOPs, measure.

  lab COMMAND [options]     lab COMMAND --help tells more

${commands.map((command) => line(command.name, command.summary)).join('\n')}

Presets, for --preset; every setting has a flag that overrides it:
${presetLines()}

Backends, for --backend:
${knownBackends.map((known) => line(known.name, known.description)).join('\n')}
`;
}
