declare const __VERSION__: string | undefined;

/** Version of this package; the build puts it in. */
export const version: string = typeof __VERSION__ === 'undefined' ? '0.0.0' : __VERSION__;
