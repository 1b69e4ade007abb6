/** Prints on standard output. @returns the exit code of a command that did what it should */
export function print(text: string): 0 {
  process.stdout.write(text);
  return 0;
}

/** Says something that is no result: on standard error, since `--json -` has standard output for itself. */
export function say(text: string): void {
  process.stderr.write(`${text}\n`);
}
