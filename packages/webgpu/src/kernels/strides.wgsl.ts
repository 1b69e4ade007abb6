/** WGSL that sets `NAMEAt` of each named array to its element at the walk's step `index`. */
export function walkCode(axes: number, names: readonly string[], index: string, prefix = ''): string {
  const part = (name: string, axis: number) => `uniforms.${name}${axis < 4 ? 'Low' : 'High'}.${'xyzw'[axis % 4]}`;
  const rest = `${prefix}rest`;
  const lines = [`var ${rest} = ${index};`, ...names.map((name) => `var ${name}At = 0;`)];
  for (let axis = axes - 1; axis >= 0; axis--) {
    const step = axis === 0 ? rest : `(${rest} % ${part(`${prefix}sizes`, axis)})`;
    for (const name of names) lines.push(`${name}At += ${step} * ${part(name, axis)};`);
    if (axis > 0) lines.push(`${rest} /= ${part(`${prefix}sizes`, axis)};`);
  }
  return lines.join('\n');
}
