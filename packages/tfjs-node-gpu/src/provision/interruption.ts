const exitCodes = { SIGINT: 130, SIGTERM: 143, SIGHUP: 129 } as const;

/** Turns the signals that end a process into one that its steps can wait for. */
export function interruption(): { readonly signal: AbortSignal; exitCode(): number; release(): void } {
  const controller = new AbortController();
  let code = 0;
  const listeners = Object.entries(exitCodes).map(([name, exitCode]) => {
    const listener = () => {
      code = exitCode;
      controller.abort(new Error(`interrupted by ${name}`));
    };
    process.on(name, listener);
    return [name, listener] as const;
  });
  return {
    signal: controller.signal,
    exitCode: () => code,
    release: () => {
      for (const [name, listener] of listeners) process.off(name, listener);
    },
  };
}
