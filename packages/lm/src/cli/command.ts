import type { OptionSpecs } from '@mosa-js/command';

/** A command of `mosa-lm`. */
export interface Command {
  readonly name: string;
  /** One line for the help. */
  readonly summary: string;
  readonly options: OptionSpecs;
  help(): string;
  /** @param commandLine the words after the command's name. @returns the exit code */
  run(commandLine: readonly string[]): Promise<number>;
}
