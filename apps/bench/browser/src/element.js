/** The element with this id, which the page has. */
export const element = (id) => document.getElementById(id);
