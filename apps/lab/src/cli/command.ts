/** A command of the lab. */
export interface Command {
  readonly name: string;
  /** One line for the help. */
  readonly summary: string;
  help(): string;
  /** @param commandLine the words after the command's name. @returns the exit code */
  run(commandLine: readonly string[]): Promise<number>;
}
