/** Prints on standard output. @returns the exit code of a command that did what it should */
export function print(text: string): 0 {
  process.stdout.write(text);
  return 0;
}
