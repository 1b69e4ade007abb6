/** A scope with whichever layer it names, so that layers that are alike are one. */
export const anyLayer = (scope) => scope.replace(/\blayers\.\d+/g, 'layers.*');
