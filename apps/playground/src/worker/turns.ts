/** Tasks one after the other, in the order in which they were asked for: what is measured is then not shared with others. */
export type Turns = <R>(task: () => Promise<R>) => Promise<R>;

export function createTurns(): Turns {
  let last: Promise<unknown> = Promise.resolve();
  return (task) => {
    const own = last.then(task);
    last = own.catch(() => undefined);
    return own;
  };
}

/** Lets messages of the page have their turn. Timers would wait for 4 ms, and longer in a tab that nobody sees. */
export function breathe(): Promise<void> {
  return new Promise((resolve) => {
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = () => {
      port1.close();
      resolve();
    };
    port2.postMessage(undefined);
  });
}
