/** A page that stands alone elsewhere; here it leads back to where its reader came from. @param further links behind the first */
export function withWayBack(html, further = '') {
  const links = `<a href="../index.html">mosa-js</a> › ${further}`.trim();
  return html.replace(/<body[^>]*>/, (body) => `${body}\n<nav aria-label="The site">${links}</nav>`);
}
