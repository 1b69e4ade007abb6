/** Why a step failed, as `where: expected this, got that`. */
export class Failure extends Error {
  name = 'Failure';

  constructor(where, expected, got, options) {
    super(`${where}: expected ${expected}, got ${got}`, options);
  }
}

/** Something that cannot be had on this machine, which is no failure. The message says how to get it. */
export class Unavailable extends Error {
  name = 'Unavailable';
}

/** @throws Failure unless it holds */
export function check(holds, where, expected, got) {
  if (!holds) throw new Failure(where, expected, typeof got === 'string' ? got : JSON.stringify(got));
}
