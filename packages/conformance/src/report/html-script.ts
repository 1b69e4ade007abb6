/**
 * Opens and closes groups and filters cases of a matrix, with the elements `filter`, `not-pass` and `shown`, and says in `more` which columns
 * are in sight. Reports carry this function as text, so it may use nothing from outside of itself.
 * @param opened names of groups that are open; it is kept up to date, so that a matrix that is drawn again stays as it was
 */
export function activateMatrix(root: ParentNode, opened: Set<string> = new Set()): void {
  const filter = root.querySelector<HTMLInputElement>('#filter')!;
  const notPass = root.querySelector<HTMLInputElement>('#not-pass')!;
  const shown = root.querySelector<HTMLElement>('#shown')!;
  const more = root.querySelector<HTMLElement>('#more')!;
  const scroll = root.querySelector<HTMLElement>('.scroll')!;
  const groups = Array.from(root.querySelectorAll<HTMLElement>('tbody.group'), (body) => {
    const button = body.querySelector('button')!;
    if ('open' in body.dataset) opened.add(button.textContent!);
    const closed = body.querySelector('script');
    const count = closed ? Number(closed.dataset.count) : body.querySelectorAll('tr.case').length;
    return { body, button, closed, count };
  });
  const total = groups.reduce((sum, { count }) => sum + count, 0);
  /** The rows of a group, as elements; made of its text when one of them is to be seen. */
  const rowsOf = ({ body, closed }: (typeof groups)[number]) => {
    if (closed?.isConnected) {
      closed.insertAdjacentHTML('beforebegin', closed.textContent!);
      closed.remove();
    }
    return Array.from(body.querySelectorAll<HTMLElement>('tr.case'));
  };
  const update = () => {
    const text = filter.value.trim().toLowerCase();
    const filtering = text !== '' || notPass.checked;
    let count = 0;
    for (const group of groups) {
      const { body, button, closed } = group;
      const open = filtering || opened.has(button.textContent!);
      let found = 0;
      if (closed?.isConnected && !open) found = group.count;
      else {
        for (const row of rowsOf(group)) {
          const fits = row.dataset.id!.toLowerCase().includes(text) && (!notPass.checked || 'notPass' in row.dataset);
          row.hidden = !fits || !open;
          if (fits) found += 1;
        }
      }
      count += found;
      body.hidden = found === 0;
      button.setAttribute('aria-expanded', String(open));
    }
    // What is asked for by itself shows its reasons in full.
    scroll.classList.toggle('whole', notPass.checked);
    shown.textContent = filtering ? `${count} of ${total} cases` : `${total} cases`;
  };
  for (const { button } of groups) {
    button.addEventListener('click', () => {
      const name = button.textContent!;
      if (!opened.delete(name)) opened.add(name);
      update();
    });
  }
  const [first, ...columns] = Array.from(root.querySelectorAll<HTMLElement>('.scroll thead th'));
  const look = () => {
    const from = scroll.getBoundingClientRect().left + first!.offsetWidth;
    const to = scroll.getBoundingClientRect().left + scroll.clientWidth;
    const seen = columns.map((column) => {
      const { left, right } = column.getBoundingClientRect();
      const middle = (left + right) / 2;
      return middle > from && middle < to;
    });
    const [start, end] = [seen.indexOf(true) + 1, seen.lastIndexOf(true) + 1];
    const rest = [start > 1 ? '← more to the left' : '', end < columns.length ? 'more to the right →' : ''];
    const which = start === end ? `Backend ${start}` : `Backends ${start} to ${end}`;
    more.textContent = [`${which} of ${columns.length}`, ...rest.filter(Boolean)].join(' · ');
  };
  filter.oninput = update;
  notPass.onchange = update;
  scroll.onscroll = look;
  new ResizeObserver(look).observe(scroll);
  update();
}

export const pageScript = `(${activateMatrix})(document)`;
