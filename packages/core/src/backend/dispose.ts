/** `Symbol.dispose`, also where the engine does not have it yet; `using` statements compiled for such engines look for the same one. */
export const disposeSymbol: typeof Symbol.dispose = (Symbol.dispose ??
  Symbol.for('Symbol.dispose')) as typeof Symbol.dispose;
