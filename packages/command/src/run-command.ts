import { MosaError } from '@mosa-js/core';
import { wants } from './command-line';
import { fail } from './fail';
import type { OptionSpecs } from './options';
import { print } from './print';

/** One of the commands of a program, such as `eval`. */
export interface Command {
  readonly name: string;
  /** One line for the help. */
  readonly summary: string;
  readonly options: OptionSpecs;
  help(): string;
  /** @param commandLine the words after the command's name. @returns the exit code */
  run(commandLine: readonly string[]): Promise<number>;
}

export interface Program {
  readonly name: string;
  readonly version: string;
  readonly commands: readonly Command[];
  /** Runs like the others, and no help or message names it. Default: none. */
  readonly hidden?: Command;
  help(): string;
}

/**
 * Runs the command that the words begin with, or shows help or version; prints to the process's standard output and error.
 * @param commandLine the words after the program's name
 * @returns the exit code: what the command gives, and 1 for an error
 */
export async function runCommandOf(program: Program, commandLine: readonly string[]): Promise<number> {
  const [name, ...rest] = commandLine;
  try {
    if (name === undefined || name === '--help' || name === '-h') return print(program.help());
    if (name === '--version') return print(`${program.version}\n`);
    if (name === 'help') return print(helpOf(program, rest));
    const command = name === program.hidden?.name ? program.hidden : commandOf(program, name);
    if (wants(rest, '--help', '-h')) return print(command.help());
    return await command.run(rest);
  } catch (error) {
    return fail(program.name, error);
  }
}

/** @throws MosaError `usage` */
function commandOf({ commands }: Program, name: string): Command {
  const command = commands.find((known) => known.name === name);
  if (command) return command;
  const names = commands.map((known) => known.name).join(', ');
  throw new MosaError('usage', 'command', `${names} (see --help)`, name === '' ? 'an empty one' : name);
}

/** @throws MosaError `usage` */
function helpOf(program: Program, [name, ...more]: readonly string[]): string {
  if (more.length > 0) throw new MosaError('usage', 'help', 'the name of one command', [name, ...more].join(' '));
  return name === undefined ? program.help() : commandOf(program, name).help();
}
