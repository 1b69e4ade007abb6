/** Version of the suite, as its package has it. */
export const suiteVersion: string = typeof __VERSION__ === 'string' ? __VERSION__ : '0.0.0';
declare const __VERSION__: string | undefined;
