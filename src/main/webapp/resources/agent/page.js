// The script of the page. The server renders every part; PrimeFaces requests and Idiomorph applies the changes.
// This script does what they have no answer to: search, keys, clocks, the event stream, and reconnecting.
window.agent = (function () {
  'use strict';

  const LIMIT = 20000; // A request or an event stream without an answer is given up after this.
  const LOST_AFTER = 2500; // A shorter interruption is not shown.
  const POLL = 5000; // Without an event stream, or after a refused refresh.
  const POLL_HIDDEN = 60000;
  const OLD_AFTER = 16000; // Data is "live" up to 15 whole seconds, like the API's age_seconds.
  const YOUNG = 10000; // A page younger than this is not reloaded automatically.
  const SETTLING = 400; // A click this early in a dialog may be the second half of a double click.
  const PRAISE = 10000; // How long a success is shown.
  const MANY = 12; // From this number of VMs on there are filters.
  const DENSE = 40;

  const byId = (id) => document.getElementById(id);
  const all = (selector, root) => Array.from((root || document).querySelectorAll(selector));
  const write = (element, text) => element.textContent === text || (element.textContent = text);
  const put = (element, name, value) => element.dataset[name] === value || (element.dataset[name] = value);
  const root = document.documentElement;
  const page = byId('page');
  const search = byId('search');
  const plan = () => byId('plan').querySelector('.plan');
  const launch = () => byId('panel').querySelector('.launching');
  const store = {
    get(key) { try { return localStorage.getItem(key); } catch (blocked) { return null; } },
    set(key, value) { try { localStorage.setItem(key, value); } catch (blocked) { /* It lasts as long as the page. */ } },
  };
  const shown = {
    title: page.dataset.title, stale: page.dataset.stale === 'true', oldSince: 0, refreshedAt: Date.now(),
    places: null,
  };
  const revision = () => Number(byId('revision').value);
  let clockOffset = Number(page.dataset.now) - Date.now();
  const now = () => Date.now() + clockOffset;

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

  const usualUpdate = PrimeFaces.ajax.Utils.updateElement;
  PrimeFaces.ajax.Utils.updateElement = (id, html, xhr) => {
    const call = pending.get(xhr);
    if (!call || !byId(id) || id.includes('ViewState')) {
      usualUpdate(id, html, xhr);
    } else if (id === 'plan') {
      if (call.showsPlan) {
        drawPlan(html);
      }
    } else if (!call.old) {
      if (id === 'changed') {
        takeAll(html);
      } else {
        const held = byId(id).contains(document.activeElement);
        Idiomorph.morph(byId(id), parsed(html).firstElementChild, MORPH);
        if (held && document.activeElement === document.body) {
          byId(id).querySelector('[tabindex], button')?.focus(); // The focused button is gone.
        }
      }
    }
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

  function takeAll(html) {
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
    const places = shown.places;
    if (places) {
      const wanted = new Set(Object.values(places).join(',').split(','));
      cards().filter((card) => !wanted.has(card.dataset.vmid)).forEach(remove);
    }
    const ids = places ? places.switch.split(',') : all('[data-place=switch]').map((card) => card.dataset.vmid);
    let order = ids.map((id) => byId('vm-' + id)).filter(Boolean);
    shown.byName = shown.byName || order;
    if (store.get('order') === 'used') {
      order = order.slice().sort((a, b) => Number(b.dataset.used) - Number(a.dataset.used));
    } else if (!places) {
      order = shown.byName;
    }
    sortInto(row(), order.map((card) => card.closest('.ui-dataview-column')));
    for (const name of places ? ['now', 'always'] : []) {
      sortInto(byId(name), places[name].split(',').map((id) => byId('vm-' + id)).filter(Boolean));
    }
    all('.ui-dataview-column', row()).forEach((column) => column.setAttribute('role', 'listitem'));
    cards().forEach((card) => measuring.observe(card));
    root.classList.toggle('many', order.length >= MANY);
    root.classList.toggle('dense', order.length > DENSE);
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
      ...states.map(([name, many]) => ['is ' + name, name.replace('-', ' '), many]),
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
    if (event.key === '/' && !event.target.closest('input, textarea, select') && !isOpen() && !event.ctrlKey && !event.metaKey) {
      event.preventDefault();
      root.classList.add('searching');
      search.focus();
      search.select();
    }
  });

  function sort() {
    store.set('order', byId('order').querySelector('input:checked').value);
    markOrder();
    arrange();
  }

  /** PrimeFaces marks what was clicked, but says it to no screen reader. */
  function markOrder() {
    for (const button of all('#order [role=radio]')) {
      button.querySelector('input').checked = button.querySelector('input').value === (store.get('order') || 'name');
      button.classList.toggle('ui-state-active', button.querySelector('input').checked);
      button.setAttribute('aria-checked', button.querySelector('input').checked);
    }
  }

  // ---- The dialog ------------------------------------------------------------------------------

  const dialog = () => PrimeFaces.widgets.dialog;
  const isOpen = () => Boolean(dialog() && dialog().isVisible());
  const settling = () => 'settling' in byId('plan').dataset;
  let settled = 0;

  function drawPlan(html) {
    const fresh = parsed(html).querySelector('.plan');
    const same = isOpen() && fresh && plan() && plan().dataset.question === fresh.dataset.question;
    if (same) {
      Idiomorph.morph(plan(), fresh, MORPH);
    } else if (fresh) {
      byId('plan').replaceChildren(fresh);
    }
  }

  function openDialog() {
    put(byId('plan'), 'settling', 'true');
    clearTimeout(settled);
    settled = setTimeout(() => delete byId('plan').dataset.settling, SETTLING);
    if (!isOpen()) {
      dialog().show();
      dialog().jq.attr({ 'aria-labelledby': 'plantitle', 'aria-describedby': 'planlead' }).removeAttr('aria-live');
      page.inert = true;
      const vmid = plan().dataset.vmid;
      history.scrollRestoration = 'manual';
      history.pushState({ dialog: true }, '', Number(vmid) ? '#launch=' + vmid : location.hash);
    }
    if (!byId('plan').contains(document.activeElement)) {
      focusPlan();
    }
  }

  /** The first choice that loses no work. */
  function focusPlan() {
    const gentle = '.choice:not(.force):not([aria-disabled=true]), .how input:checked, .below .primary';
    const target = byId('plan').querySelector(gentle) || byId('plan').querySelector('[data-do=close]');
    if (target) {
      target.focus();
    }
  }

  // PrimeFaces restores the focus some time after a dialog closed; another dialog may be open by then.
  document.addEventListener('focusin', (event) => {
    if (isOpen() && !dialog().jq[0].contains(event.target)) {
      focusPlan();
    }
  });

  // PrimeFaces' own trap knows neither links without an address nor what a refresh has replaced.
  document.addEventListener('keydown', (event) => {
    if (event.key === 'Tab' && isOpen()) {
      const list = all('a, button, input, summary, select', byId('plan')).filter((one) => one.offsetParent && !one.disabled);
      const [first, last] = event.shiftKey ? [list[list.length - 1], list[0]] : [list[0], list[list.length - 1]];
      event.stopPropagation();
      if (first && document.activeElement === last) {
        event.preventDefault();
        first.focus();
      }
    }
  }, true);

  function closeDialog() {
    asked = null;
    if (isOpen()) {
      dialog().hide();
    }
  }

  /** However it was closed: the page can be used again, and Back does not open it again. */
  function closed() {
    page.inert = false;
    if (history.state && history.state.dialog) {
      history.back();
    }
  }

  addEventListener('popstate', () => (isOpen() ? closeDialog() : followAddress()));

  /** {@code #launch=101} opens that plan, {@code #vm=101} shows the card. */
  function followAddress() {
    const [, what, vmid] = location.hash.match(/^#(launch|vm)=([1-9]\d{2,8})$/) || [];
    const card = vmid && byId('vm-' + vmid);
    if (card) {
      card.scrollIntoView({ block: 'center' });
      (card.querySelector('.go, .more-ways') || card).focus({ preventScroll: true });
    }
    if (what === 'launch') {
      history.replaceState(null, '', location.pathname + location.search);
      ask({ do: 'plan', vmid });
    }
  }

  // ---- Clicks ----------------------------------------------------------------------------------

  /** Whether a button may send its request; if not, the reason is shown. */
  function may(button) {
    const why = button.getAttribute('aria-disabled') === 'true' && button.querySelector('.why');
    const no = why ? why.textContent
      : !connected() ? 'Nothing was sent: this page has no connection to the launcher.'
        : isOpen() && settling() ? 'This dialog had just opened, so your click was ignored. Please click again.'
          : [...pending.values()].some((call) => call.verb === 'act' || call.verb === 'cancel')
            ? 'The click before this one has not been answered yet, so this click was ignored.' : '';
    showMessage(no);
    return !no;
  }

  /** Asks once more in place; true for the second click. */
  function sure(button) {
    if (button.dataset.asked) {
      return true;
    }
    const label = button.querySelector('.ui-button-text') || button;
    const before = label.textContent;
    button.dataset.asked = 'true';
    button.classList.replace('quiet', 'danger');
    label.textContent = 'Unsaved work is lost. Click again to terminate';
    setTimeout(() => {
      delete button.dataset.asked;
      button.classList.replace('danger', 'quiet');
      label.textContent = before;
    }, 8000);
    return false;
  }

  let menuOf = '';

  /** A way to stop, chosen from the menu of a card. */
  function way(goal, action) {
    PrimeFaces.widgets.ways.hide();
    ask({ do: 'plan', vmid: menuOf, goal, action });
  }

  document.addEventListener('click', (event) => {
    const at = (selector) => event.target.closest(selector);
    const card = at('[data-place]');
    if (at('.ui-dialog-mask')) {
      if (!settling()) {
        closeDialog();
      }
    } else if (at('.more')) {
      expand(at('.more'));
    } else if (at('.more-ways')) {
      menuOf = card.dataset.vmid;
      const menu = PrimeFaces.widgets.ways;
      menu.jq.toggleClass('of-now', card.dataset.place === 'now');
      menu.trigger = menu.cfg.pos.of = jQuery(at('.more-ways'));
      menu.show();
      event.stopPropagation();
    } else if (at('.chip')) {
      only = at('.chip').dataset.filter === only ? '' : at('.chip').dataset.filter;
      filter();
    } else if (at('.go') || (at('.card') && !at('a, button, summary') && getSelection().isCollapsed)) {
      if (connected() && (at('.go') || card.querySelector('.go'))) {
        card.dataset.active = 'true';
        ask({ do: 'plan', vmid: card.dataset.vmid });
      } else if (!connected()) {
        may(at('.go') || card);
      }
    } else if (at('[data-do]')) {
      ({
        hush: () => showMessage(''), reload: () => location.reload(), close: closeDialog, dismiss: () => dismiss(at('.launching')),
      }[at('[data-do]').dataset.do] || (() => {}))();
    }
  });

  function dismiss(box) {
    store.set('dismissed', box.dataset.launch);
    byId('h-now').focus({ preventScroll: true });
    box.hidden = true;
    followLaunch();
  }

  let hushing = 0;

  /** Shows a message as the result of a click, also to screen readers; an empty one hides it. */
  function showMessage(sentence) {
    clearTimeout(hushing);
    write(byId('wordtext'), sentence);
    byId('word').hidden = sentence === '';
    hushing = sentence && setTimeout(() => showMessage(''), 12000);
  }

  // ---- The launch under way: title, icon, strip, clocks -----------------------------------------

  const icon = document.querySelector('link[rel=icon]');
  let phase = launch() && launch().dataset.over === 'true' ? launch().dataset.phase : '';

  function followLaunch() {
    const box = launch();
    const visible = box && !box.hidden && connected();
    const busy = Boolean(box) && box.dataset.over !== 'true';
    document.title = !connected() ? 'Not connected \u2014 VM launcher' : visible ? box.dataset.title : shown.title;
    const mood = visible && box.dataset.mood !== 'quiet' ? '-' + box.dataset.mood : '';
    const href = icon.dataset.icons + 'icon' + mood + '.svg';
    if (icon.getAttribute('href') !== href) {
      icon.setAttribute('href', href);
    }
    root.classList.toggle('switching', busy);
    write(byId('stripname'), busy ? box.dataset.short : '');
    if (box && box.dataset.phase !== phase) {
      phase = box.dataset.phase;
      say(box.dataset.say);
    }
    tick();
  }

  const say = (sentence) => { byId('announcer').textContent = sentence; };

  /** Shows the launch panel; returns whether there is one. */
  function leadToPanel() {
    const box = launch();
    if (!box || box.hidden) {
      return false;
    }
    box.scrollIntoView({ block: 'nearest' });
    say(box.dataset.say);
    return true;
  }

  const pair = (large, unit, small, smallUnit) => (small ? `${large} ${unit} ${small} ${smallUnit}` : `${large} ${unit}`);
  const young = (span) => span < 60000;

  function brief(span) {
    const seconds = Math.max(1, Math.floor(span / 1000));
    return seconds < 60 ? `${seconds} s` : pair(Math.floor(seconds / 60), 'min', seconds % 60, 's');
  }

  function rough(span) {
    const minutes = Math.max(0, Math.floor(span / 60000));
    const hours = Math.floor(minutes / 60);
    return minutes < 60 ? `${minutes} min` : hours < 24 ? pair(hours, 'h', minutes % 60, 'min')
      : pair(Math.floor(hours / 24), 'd', hours % 24, 'h');
  }

  function tick() {
    const time = now();
    const box = launch();
    for (const element of all('#panel [data-since]:not([data-since="0"])')) {
      write(element, brief((Number(element.dataset.until) || time) - Number(element.dataset.since)));
    }
    all('[data-ago]').forEach((element) => write(element, brief(time - Number(element.dataset.ago))));
    all('[data-in]').forEach((element) => write(element, brief(Math.max(0, Number(element.dataset.in) - time))));
    if (box && box.dataset.over !== 'true') {
      const usual = Number(box.dataset.usual);
      const spent = time - Number(box.dataset.started);
      const late = usual > 0 && spent > usual;
      box.classList.toggle('late', late);
      byId('strip').classList.toggle('late', late);
      write(byId('striptime'), brief(spent) + (usual ? ` · usually ${brief(usual)}` : ''));
      for (const bar of [...all('progress', box), byId('stripbar')]) {
        if (usual) {
          bar.max = usual;
          bar.value = Math.min(spent, usual);
        } else {
          bar.removeAttribute('value');
        }
      }
    } else if (box && box.matches('.mood-good') && !box.hidden && time - Number(box.dataset.ended) > PRAISE) {
      if (box.contains(document.activeElement)) {
        byId('h-now').focus({ preventScroll: true });
      }
      box.hidden = true;
    }
  }

  function tickTimes() {
    for (const element of all('.since[data-up]:not([data-up="0"])')) {
      const span = now() - Number(element.dataset.up);
      write(element, young(span) ? 'just started' : 'for ' + rough(span));
    }
    for (const element of all('#history [data-ended]')) {
      const ended = Number(element.dataset.ended);
      write(element, young(now() - ended) ? 'just now' : rough(now() - ended) + ' ago');
      element.title = new Date(ended).toLocaleString();
    }
  }

  function tickSlowly() {
    tickTimes();
    if (byId('now').childElementCount && !document.hidden && connected()) {
      sync(); // The curves.
    }
  }

  // ---- Requests ----------------------------------------------------------------------------------

  const pending = new Map();
  const SILENT = { status: 0, words: 'There was no answer. This page tries again by itself.' };
  let asked = null; // The request whose plan is awaited.
  let dirty = false;
  let askedAt = 0;
  let refusal = null; // The answer to the last refresh, if it was not a valid one.

  const ask = (params) => window.agentAsk(Object.entries(params).map(([name, value]) => ({ name, value })));
  const syncing = () => [...pending.values()].some((call) => call.verb === 'sync');

  function sync() {
    dirty = syncing();
    if (!dirty) {
      const open = isOpen() && plan() && plan().dataset.goal ? plan().dataset : {};
      const { vmid = '', node = '', goal = '', action = '', each = '', recovery = '', key = '' } = open;
      ask({ do: 'sync', vmid, node, goal, action, each, recovery, open: key });
    }
  }

  // A refused request must neither navigate away nor be parsed as XML, which the Content-Security-Policy forbids.
  PrimeFaces.settings.errorPages = {};
  PrimeFaces.hideOverlaysOnViewportChange = false; // A menu moves with its button.
  // page.css has none of the transitions at whose end PrimeFaces would hide its menu.
  PrimeFaces.animationEnabled = false;
  const PARTIAL = /^\s*(<\?xml[^>]*\?>)?\s*<partial-response[\s>]/;
  const isPartial = (answer) => answer.status === 200 && PARTIAL.test(answer.responseText || '');
  jQuery.ajaxSetup({
    timeout: LIMIT,
    converters: { 'text xml': (text) => (PARTIAL.test(text) ? jQuery.parseXML(text) : jQuery.error('No partial response.')) },
  });

  jQuery(document).on('pfAjaxSend', (event, xhr, settings) => {
    const sent = new URLSearchParams(settings.data);
    const call = { verb: sent.get('do') || 'sync', vmid: sent.get('vmid'), open: sent.get('open') };
    pending.set(xhr, call);
    askedAt = call.verb === 'sync' ? Date.now() : askedAt;
    asked = call.verb === 'plan' ? call : asked;
  }).on('pfAjaxError', (event, xhr) => {
    failed(settle(xhr), refusalOf(xhr));
  });

  function settle(xhr) {
    const call = pending.get(xhr);
    pending.delete(xhr);
    const card = call && call.verb === 'plan' && byId('vm-' + call.vmid);
    if (card) {
      delete card.dataset.active;
    }
    return call;
  }

  const handle = PrimeFaces.ajax.Response.handle;
  PrimeFaces.ajax.Response.handle = (xml, status, xhr, update) => {
    const call = pending.get(xhr);
    const found = xml && xml.querySelector('extension[type=args]');
    const args = found ? JSON.parse(found.textContent) : {};
    if (!call || !args.epoch) {
      settle(xhr);
      // The agent does not accept this page's requests: it was upgraded.
      performance.now() > YOUNG ? reloadFor(call) : failed(call, refusalOf(xhr));
      return;
    }
    const review = call.verb === 'sync' && call.open;
    call.old = args.epoch === byId('epoch').value && args.revision < revision();
    // A dialog that was closed meanwhile stays closed, and an older click does not win.
    const acting = [...pending.values()].some((other) => other.verb === 'act');
    call.stale = (review && acting) || (review && !(isOpen() && plan() && plan().dataset.key === call.open)) || (call.verb === 'plan' && call !== asked);
    call.showsPlan = args.dialog === 'show' && !call.stale;
    if (!call.old) {
      byId('epoch').value = args.epoch;
      byId('revision').value = args.revision;
    }
    handle(xml, status, xhr, update);
    settle(xhr);
    answered(call, args);
  };

  function answered(call, args) {
    shown.refreshedAt = Date.now();
    refusal = null;
    lostSince = hearing() ? 0 : lostSince;
    clockOffset = args.now - Date.now();
    readAt(args.readAt);
    if (!call.old) {
      Object.assign(shown, { title: args.title, stale: args.stale, places: { now: args.nowIds, switch: args.switchIds, always: args.alwaysIds } });
      write(page.querySelector('.place'), args.place);
      lightUp(args.light);
      arrange();
    }
    followLaunch();
    tickTimes();
    if (call.showsPlan) {
      openDialog();
    } else if (!call.stale && (args.dialog === 'close' || args.dialog === 'panel')) {
      closeDialog();
      leadToPanel();
    }
    // The panel shows a launch that has begun; other results need a message.
    if (args.message && !call.stale && !(args.dialog === 'close' && call.verb === 'act' && launch() && launch().dataset.over !== 'true')) {
      showMessage(args.message);
    }
    showLink();
    if (dirty) {
      sync();
    }
  }

  function lightUp(light) {
    root.className = root.className.replace(/\b(hue-\d+|dim)\b/g, '').trim() + ' ' + light;
  }

  function reloadFor(call) {
    if (call && call.verb !== 'sync') {
      try {
        sessionStorage.setItem('told', 'The launcher was upgraded, so this page was reloaded. Your click changed nothing.');
      } catch (blocked) { /* Then the new page is all there is to be seen. */ }
    }
    location.reload();
  }

  /** Describes an invalid answer: from the agent, or from a server in between. */
  function refusalOf(answer) {
    if (!answer || !answer.status) {
      return SILENT;
    }
    const text = new DOMParser().parseFromString(answer.responseText || '', 'text/html');
    const ours = text.querySelector('main[data-agent=refusal] p');
    const name = line(text.title, 80);
    const by = 'Something between this page and the launcher answered';
    const title = name ? ` (\u201c${name}\u201d)` : '';
    const said = ours ? `The launcher answered ${answer.status}: ${line(ours.textContent, 600)}`
      : isPartial(answer) ? 'This page does not understand the answer of the launcher.'
        : answer.status < 300 ? `${by} with another page${title}.` : `${by} ${answer.status}${title}.`;
    const signIn = !ours && !isPartial(answer) && answer.status < 500 && answer.status !== 429;
    return {
      status: answer.status, said, words: said + (signIn ? ' Reload this page; you may have to sign in again.' : ''),
      wait: 1000 * Math.min(60, Number(answer.getResponseHeader('Retry-After')) || 0),
    };
  }

  function line(text, longest) {
    const short = text.replace(/\s+/g, ' ').trim();
    return short.length > longest ? short.slice(0, longest) + '\u2026' : short;
  }

  function failed(call, what) {
    if (call && call.verb === 'sync') {
      refusal = what.status || !lostSince || streamLost() ? what : refusal;
      showLink();
    } else if (call && !(call.verb === 'plan' && call !== asked)) {
      const fresh = byId('unanswered').content.firstElementChild.cloneNode(true);
      const { silent, refused, failed: wrong, nothing, asked: notYet, acted } = fresh.dataset;
      const no = what.status >= 400 && what.status < 500;
      fresh.querySelector('h2').textContent = no ? refused : what.status ? wrong : silent;
      // A refused request was not executed, and a request for a plan changes nothing.
      const lead = no || (call.verb === 'plan' && what.status) ? nothing : call.verb === 'plan' ? notYet : acted;
      fresh.querySelector('.lead').textContent = what.status ? `${what.said} ${lead}` : lead;
      byId('plan').replaceChildren(fresh);
      openDialog();
      sync();
    }
  }

  // ---- The event stream --------------------------------------------------------------------------

  let source = { close() {} };
  let broken = false;
  let turnedAway = false;
  let heardAt = 0;
  let lostSince = 0;

  function connect() {
    source.close();
    broken = turnedAway = false;
    heardAt = Date.now();
    const mine = source = new EventSource('api/events?vms=false');
    let opened = false;
    for (const name of ['snapshot', 'change', 'heartbeat']) {
      mine.addEventListener(name, (event) => {
        heard(JSON.parse(event.data), !opened);
        opened = true;
      });
    }
    mine.addEventListener('error', () => {
      broken = true;
      // Closed before it opened: the answer was not an event stream.
      turnedAway = !opened && mine.readyState === EventSource.CLOSED;
      opened = false;
      lostSince = lostSince || Date.now();
      setTimeout(showLink, LOST_AFTER + 100);
    });
  }

  const hearing = () => source.readyState === EventSource.OPEN && !broken;

  function heard(news, first) {
    heardAt = Date.now();
    broken = false;
    // After a refused refresh only the next refresh shows whether the connection works.
    lostSince = refusal ? lostSince : 0;
    readAt(Date.parse(news.read_at));
    showLink();
    // A new stream is checked by a refresh, and so is data that looks old: this computer's clock may be wrong.
    if (first || shown.oldSince || news.epoch !== byId('epoch').value || news.revision > revision()) {
      sync();
    }
  }

  function readAt(time) {
    shown.oldSince = time && now() - time > OLD_AFTER ? time : 0;
  }

  const asksInstead = () => shown.refreshedAt >= lostSince && !(syncing() && Date.now() - askedAt > 8000);
  const streamLost = () => lostSince > 0 && (Date.now() - lostSince > LOST_AFTER || (turnedAway && asksInstead()));
  /** Whether the page gets changes by events, or polls successfully. */
  const connected = () => !refusal && (!streamLost() || asksInstead());

  // The browser's own reconnect starts late (3 s) and stops after an answer that is not a stream.
  function heal() {
    const retry = turnedAway && connected() ? 15000 : Date.now() - lostSince < 60000 ? 1000 : 2000;
    if ((broken && Date.now() - heardAt >= retry) || Date.now() - heardAt > LIMIT) {
      lostSince = lostSince || Date.now() - LOST_AFTER - 1;
      connect();
    }
    const wait = Math.max(document.hidden ? POLL_HIDDEN : POLL, refusal ? refusal.wait || 0 : 0);
    if ((lostSince || refusal) && Date.now() - askedAt >= wait && !syncing()) {
      sync();
    }
    showLink();
  }

  const LINK = {
    lost: ['reconnecting', 'The launcher does not answer this page.'],
    refused: ['not live', 'The last refresh was refused; the message on the page says by whom.'],
    stale: ['out of date', 'Proxmox cannot be read; the message on the page says why.'],
    polling: ['polling', 'This page got no event stream, so it asks every 5 s.'],
    live: ['live', 'Every change appears here at once.'],
  };
  let linked = 'live';

  function showLink() {
    const lost = !connected();
    const state = lost ? (refusal && (refusal.status || !streamLost()) ? 'refused' : 'lost')
      : shown.stale ? 'stale' : shown.oldSince ? 'old' : streamLost() ? 'polling' : 'live';
    const [word, title] = LINK[state] || [`${brief(now() - shown.oldSince)} old`, 'Proxmox was last read that long ago.'];
    // This runs twice a second: unchanged text is not written, because that would cause a new layout.
    put(byId('link'), 'link', state);
    write(byId('linkword'), word);
    byId('link').title === title || (byId('link').title = title);
    byId('polls').value === String(streamLost()) || (byId('polls').value = String(streamLost()));
    put(page, 'stale', String(lost || shown.stale));
    root.classList.toggle('stale', lost || shown.stale);
    const alarm = byId('lost');
    if (lost) {
      put(byId('lostage'), 'ago', String(shown.refreshedAt + clockOffset));
      write(byId('losttitle'), state === 'lost' ? alarm.dataset.lostTitle : alarm.dataset.refusedTitle);
      write(byId('lostwords'), state === 'lost' ? alarm.dataset.lost : refusal.words);
      put(alarm, 'kind', state);
    } else {
      delete byId('lostage').dataset.ago;
    }
    alarm.hidden === !lost || (alarm.hidden = !lost);
    if (linked !== state) {
      linked = state;
      followLaunch();
    }
  }

  /** After sleep, a tab change or a network failure the connection may be dead. */
  function wake() {
    if (!document.hidden) {
      Date.now() - heardAt > 10000 ? connect() : heal();
      sync();
      tick();
      tickTimes();
    }
  }
  document.addEventListener('visibilitychange', wake);
  document.addEventListener('resume', wake);
  addEventListener('online', wake);
  addEventListener('pageshow', (event) => {
    if (event.persisted) {
      connect();
      wake();
    }
  });

  // ---- Theme, begin ------------------------------------------------------------------------------

  byId('theme').addEventListener('click', () => {
    const light = root.dataset.theme ? root.dataset.theme === 'light' : matchMedia('(prefers-color-scheme: light)').matches;
    root.dataset.theme = light ? 'dark' : 'light';
    store.set('theme', root.dataset.theme);
    colourBrowser();
  });

  function colourBrowser() {
    const colour = byId('theme').dataset[root.dataset.theme];
    all('meta[name=theme-color]').forEach((meta) => { meta.content = colour || meta.content; });
  }

  addEventListener('scroll', () => {
    root.classList.toggle('scrolled', scrollY > 8);
    const stage = byId('panel').getBoundingClientRect();
    root.classList.toggle('hero-gone', stage.bottom < 80);
  }, { passive: true });

  try {
    showMessage(sessionStorage.getItem('told') || '');
    sessionStorage.removeItem('told');
  } catch (blocked) { /* Then there is none. */ }
  markOrder();
  arrange();
  followLaunch();
  colourBrowser();
  tickTimes();
  setInterval(tick, 1000);
  setInterval(tickSlowly, 30000);
  setInterval(heal, 500);
  connect();
  addEventListener('load', () => {
    dialog().cfg.onHide = closed;
    dialog().applyFocus = () => {}; // It would take the focus back some time after the dialog opened.
    followAddress();
  });

  return { may, sort, sure, way };
})();
