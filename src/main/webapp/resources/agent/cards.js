// The cards: takes those that changed, keeps their order, and searches, filters and walks through them.
window.cards = (function () {
  'use strict';

  const MANY = 12; // From this number of VMs on there are filters.
  const DENSE = 40;

  const byId = (id) => document.getElementById(id);
  const all = (selector, root) => Array.from((root || document).querySelectorAll(selector));
  const write = (element, text) => element.textContent === text || (element.textContent = text);
  const root = document.documentElement;
  const search = byId('search');
  const { remember, remembered } = early;
  let places = null; // The vmids of each section in the server's order.
  let byName = null;

  // ---- Applying what the server rendered -------------------------------------------------------

  // What this script sets, and the server's HTML must not replace.
  const OWN = { '*': ['style', 'data-expanded', 'data-active'], ARTICLE: ['hidden'], DETAILS: ['open'], PROGRESS: ['value', 'max'] };
  const isOwn = (name, node) => OWN['*'].includes(name) || (OWN[node.nodeName] || []).includes(name);
  const MORPH = {
    callbacks: {
      beforeNodeMorphed: (old) => !(old.matches && old.matches('.more, [data-asked]')),
      beforeAttributeUpdated: (name, node) => !isOwn(name, node),
    },
  };

  function parsed(html) {
    const template = document.createElement('template');
    template.innerHTML = html;
    all('script', template.content).forEach((script) => script.remove()); // They would not run, and nothing needs them.
    return template.content;
  }

  // ---- The cards -------------------------------------------------------------------------------

  const cards = () => all('[data-place]');
  const row = () => {
    const content = byId('cards').querySelector('.ui-dataview-content');
    const found = content.querySelector('.ui-dataview-row') || content.appendChild(document.createElement('div'));
    found.className = 'ui-dataview-row';
    found.setAttribute('role', 'list');
    found.setAttribute('aria-labelledby', 'h-switch');
    found.setAttribute('aria-describedby', 'keys');
    return found;
  };

  function take(html) {
    for (const fresh of all('[data-place]', parsed(html))) {
      const known = byId(fresh.id);
      if (known && known.dataset.place === fresh.dataset.place) {
        Idiomorph.morph(known, fresh, MORPH);
      } else {
        const focused = known && known.contains(document.activeElement);
        remove(known);
        place(fresh);
        if (focused) {
          (fresh.querySelector('.go, .more-ways') || byId('h-now')).focus({ preventScroll: true });
        }
      }
    }
  }

  const remove = (card) => card && (card.closest('.ui-dataview-column') || card).remove();

  function place(card) {
    if (card.dataset.place === 'switch') {
      const column = document.createElement('div');
      column.className = 'ui-dataview-column';
      column.append(card);
      row().append(column);
    } else {
      byId(card.dataset.place).append(card);
    }
  }

  /** Puts the cards into their order: the server's, or the last used first. */
  function arrange() {
    if (places) {
      const wanted = new Set(Object.values(places).join(',').split(','));
      cards().filter((card) => !wanted.has(card.dataset.vmid)).forEach(remove);
    }
    const ids = places ? places.switch.split(',') : all('[data-place=switch]').map((card) => card.dataset.vmid);
    let order = ids.map((id) => byId('vm-' + id)).filter(Boolean);
    byName = byName || order;
    if (remembered('order') === 'used') {
      order = order.slice().sort((a, b) => Number(b.dataset.used) - Number(a.dataset.used));
    } else if (!places) {
      order = byName;
    }
    sortInto(row(), order.map((card) => card.closest('.ui-dataview-column')));
    for (const name of places ? ['now', 'always'] : []) {
      sortInto(byId(name), places[name].split(',').map((id) => byId('vm-' + id)).filter(Boolean));
    }
    all('.ui-dataview-column', row()).forEach((column) => column.setAttribute('role', 'listitem'));
    cards().forEach((card) => measuring.observe(card));
    root.classList.toggle('many', order.length >= MANY);
    root.classList.toggle('dense', order.length > DENSE);
    root.classList.toggle('bare', !cards().length);
    byId('idle').hidden = Boolean(byId('now').childElementCount) || !cards().length;
    byId('alwayson').hidden = !byId('always').childElementCount;
    drawFilters();
    filter();
  }

  function sortInto(parent, order) {
    order.forEach((element, i) => {
      if (parent.children[i] !== element) {
        parent.insertBefore(element, parent.children[i] || null);
      }
    });
  }

  // "more" only where the notes overflow; measured near the viewport, because there may be a thousand.
  const measuring = new IntersectionObserver((entries) => {
    for (const { target, isIntersecting } of entries) {
      const text = isIntersecting && target.querySelector('.notes .text');
      if (text && text.parentNode.dataset.expanded !== 'true') {
        text.nextElementSibling.hidden = text.scrollHeight <= text.clientHeight + 2;
      }
    }
  }, { rootMargin: '400px' });
  addEventListener('resize', () => cards().forEach((card) => {
    measuring.unobserve(card);
    measuring.observe(card);
  }));

  function expand(more) {
    const open = more.parentNode.dataset.expanded !== 'true';
    more.parentNode.dataset.expanded = open;
    more.setAttribute('aria-expanded', open);
    more.textContent = open ? 'less' : 'more';
  }

  // ---- Search, filters, order, keys ------------------------------------------------------------

  let only = '';

  function drawFilters() {
    const box = byId('filters');
    const count = (names) => names.reduce((sums, name) => sums.set(name, (sums.get(name) || 0) + 1), new Map());
    const shownCards = all('[data-place=switch]');
    const states = [...count(shownCards.map((card) => card.dataset.state))];
    const tags = [...count(shownCards.flatMap((card) => card.dataset.tags.split(' ').filter(Boolean)))]
      .sort((a, b) => b[1] - a[1]).slice(0, 6);
    const chips = [['', 'All', shownCards.length],
      ...states.map(([name, many]) => ['is ' + name, name[0].toUpperCase() + name.slice(1).replace('-', ' '), many]),
      ...tags.map(([name, many]) => ['tag ' + name, name, many])];
    box.hidden = !root.classList.contains('many');
    const key = JSON.stringify(chips);
    if (box.dataset.key !== key) {
      box.dataset.key = key;
      box.replaceChildren(...chips.map(([value, label, many]) => {
        const chip = document.createElement('button');
        Object.assign(chip, { type: 'button', className: 'chip', textContent: label + ' ' });
        chip.dataset.filter = value;
        chip.append(Object.assign(document.createElement('small'), { textContent: many }));
        return chip;
      }));
    }
  }

  function textOf(card) {
    return [card.querySelector('.name').textContent, card.dataset.vmid, card.dataset.tags,
      ...all('.notes .text', card).map((notes) => notes.textContent)].join('\n').toLowerCase();
  }

  function filter() {
    const words = search.value.toLowerCase().split(/\s+/).filter(Boolean);
    const [kind, value] = [only.slice(0, only.indexOf(' ')), only.slice(only.indexOf(' ') + 1)];
    let found = 0;
    for (const card of cards()) {
      const chosen = card.dataset.place !== 'switch' || !only
        || (kind === 'is' ? card.dataset.state === value : card.dataset.tags.split(' ').includes(value));
      const hit = chosen && (!words.length || words.every((word) => textOf(card).includes(word)));
      found += hit && (words.length > 0 || card.dataset.place === 'switch');
      (card.closest('.ui-dataview-column') || card).hidden = !hit;
    }
    all('.chip').forEach((chip) => chip.setAttribute('aria-pressed', chip.dataset.filter === only));
    byId('nothing').hidden = found > 0 || !cards().length;
    write(byId('nothingword'), search.value.trim() || value);
    write(byId('found'), words.length || only ? `${found} found` : '');
  }

  function clearSearch() {
    search.value = only = '';
    filter();
    search.focus();
  }

  const buttons = () => all('.card .launch').filter((button) => button.offsetParent);

  byId('cards').addEventListener('keydown', (event) => {
    const list = buttons();
    const at = list.indexOf(event.target);
    if (at < 0 || event.altKey || event.ctrlKey || event.metaKey) {
      return;
    }
    const top = (button) => button.closest('.card').offsetTop;
    const next = list.findIndex((button) => top(button) !== top(list[0]));
    const columns = next < 0 ? list.length : next;
    const side = getComputedStyle(root).direction === 'rtl' ? -1 : 1;
    const step = { ArrowRight: side, ArrowLeft: -side, ArrowDown: columns, ArrowUp: -columns, Home: -at, End: list.length - 1 - at }[event.key];
    if (step !== undefined) {
      event.preventDefault();
      (list[at + step] || (event.key === 'ArrowDown' ? list[list.length - 1] : list[at])).focus();
    }
  });

  search.addEventListener('input', filter);
  search.addEventListener('keydown', (event) => {
    if (event.key === 'ArrowDown' || event.key === 'Enter') {
      event.preventDefault();
      (buttons()[0] || search).focus();
    } else if (event.key === 'Escape') {
      event.preventDefault();
      search.value ? clearSearch() : openSearch(false);
    }
  });
  byId('clear').addEventListener('click', clearSearch);

  /** On a phone the search field lies below the bar. */
  function openSearch(open) {
    root.classList.toggle('searching', open);
    byId('find').setAttribute('aria-expanded', open);
    (open ? search : byId('find')).focus();
  }
  byId('find').addEventListener('click', () => openSearch(!root.classList.contains('searching')));

  document.addEventListener('keydown', (event) => {
    if (event.key === '/' && !event.target.closest('input, textarea, select') && !byId('page').inert && !event.ctrlKey && !event.metaKey) {
      event.preventDefault();
      root.classList.add('searching');
      search.focus();
      search.select();
    }
  });

  function sort() {
    remember('order', byId('order').querySelector('input:checked').value);
    markOrder();
    arrange();
  }

  /** PrimeFaces marks what was clicked, but says it to no screen reader. */
  function markOrder() {
    for (const button of all('#order [role=radio]')) {
      button.querySelector('input').checked = button.querySelector('input').value === (remembered('order') || 'name');
      button.classList.toggle('ui-state-active', button.querySelector('input').checked);
      button.setAttribute('aria-checked', button.querySelector('input').checked);
    }
  }

  /** Takes the vmids of each section, in the server's order. */
  function arrangeBy(known) {
    places = known;
    arrange();
  }

  function choose(chip) {
    only = chip.dataset.filter === only ? '' : chip.dataset.filter;
    filter();
  }

  markOrder();
  arrange();
  return { MORPH, parsed, take, arrange: arrangeBy, expand, choose, sort };
})();
