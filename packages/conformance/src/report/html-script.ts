/** Opens and closes groups and filters cases. Without it the page shows every case. */
export const pageScript = `
const filter = document.getElementById('filter');
const notPass = document.getElementById('not-pass');
const shown = document.getElementById('shown');
const groups = [...document.querySelectorAll('tbody.group')].map((body) => ({
  body, button: body.querySelector('button'), rows: [...body.querySelectorAll('tr.case')], open: 'open' in body.dataset,
}));
const total = groups.reduce((sum, { rows }) => sum + rows.length, 0);
function update() {
  const text = filter.value.trim().toLowerCase();
  const filtering = text !== '' || notPass.checked;
  let count = 0;
  for (const { body, button, rows, open } of groups) {
    let some = false;
    for (const row of rows) {
      const fits = row.dataset.id.toLowerCase().includes(text) && (!notPass.checked || 'notPass' in row.dataset);
      row.hidden = !fits || !(open || filtering);
      if (fits) { some = true; count += 1; }
    }
    body.hidden = !some;
    button.setAttribute('aria-expanded', String(open || filtering));
  }
  shown.textContent = filtering ? count + ' of ' + total + ' cases' : total + ' cases';
}
for (const group of groups) group.button.addEventListener('click', () => { group.open = !group.open; update(); });
filter.addEventListener('input', update);
notPass.addEventListener('change', update);
update();
`;
