/** Why there is no release, as `where: expected this, got that`. */
export class Refusal extends Error {
  name = 'Refusal';

  /**
   * @param {string} where what was looked at
   * @param {string} expected
   * @param {string} got
   */
  constructor(where, expected, got, options) {
    super(`${where}: expected ${expected}, got ${got}`, options);
    Object.assign(this, { where, expected, got });
  }
}
