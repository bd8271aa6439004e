// The page's own script. The server draws every card, panel and plan; this puts what has changed in
// its place without touching what a person is doing: focus, scroll, an open dialog, expanded notes,
// a half-typed search. It stays right for days: an event is a nudge, never the truth itself.
window.agent = (function () {
  'use strict';

  const EVENTS = ['snapshot', 'change', 'heartbeat'];
  const CHECK_EVERY = 500;
  const SILENCE = 20000;
  const CALL_LIMIT = 20000;
  const LOST_AFTER = 2500;
  const STALE_AFTER = 10000;
  const RETRY = 1000;
  const EAGER = 60000;
  // A page younger than that has just been fetched; fetching it again would not help.
  const YOUNG = 10000;
  // A dialog that has just come up takes no click: the second one of a double click was not for it.
  const SETTLING = 400;

  const byId = (id) => document.getElementById(id);
  const all = (selector, root) => Array.from((root || document).querySelectorAll(selector));
  const page = byId('page');
  const grid = byId('grid');
  const search = byId('search');
  const calm = matchMedia('(prefers-reduced-motion: reduce)');

  const shown = {
    epoch: page.dataset.epoch,
    revision: Number(page.dataset.revision),
    look: page.dataset.look,
    title: page.dataset.title,
    stale: page.dataset.stale === 'true',
  };
  let clockOffset = Number(page.dataset.now) - Date.now();
  const now = () => Date.now() + clockOffset;

  // ---- Taking over what the server has drawn -------------------------------------------------

  // What belongs to this script and is never taken from the server.
  const OWN = new Set(['style', 'tabindex', 'data-expanded', 'data-active']);
  const OWN_HIDDEN = new Set(['ARTICLE', 'SECTION']);

  function isOwn(element, name) {
    return OWN.has(name) || (name === 'hidden' && OWN_HIDDEN.has(element.nodeName))
      || (name === 'open' && element.nodeName === 'DETAILS');
  }

  function signature(node) {
    if (node.nodeType !== Node.ELEMENT_NODE) {
      return node.nodeType;
    }
    const kind = (node.getAttribute('class') || '').split(' ')[0];
    const data = node.dataset || {};
    return [node.nodeName, kind, data.do || '', data.action || data.recovery || '', data.launch || '', data.past || ''].join('.');
  }

  /** Makes one element equal to another, keeping every node that can be kept. */
  function morph(from, to) {
    if (from.nodeType !== Node.ELEMENT_NODE) {
      if (from.nodeValue !== to.nodeValue) {
        from.nodeValue = to.nodeValue;
      }
      return;
    }
    if (from.isEqualNode(to) || from.classList.contains('more')) {
      return;
    }
    for (const { name, value } of Array.from(to.attributes)) {
      if (!isOwn(from, name) && from.getAttribute(name) !== value) {
        from.setAttribute(name, value);
      }
    }
    for (const { name } of Array.from(from.attributes)) {
      if (!isOwn(from, name) && !to.hasAttribute(name)) {
        from.removeAttribute(name);
      }
    }
    morphChildren(from, to);
  }

  function morphChildren(from, to) {
    let old = from.firstChild;
    for (const wanted of Array.from(to.childNodes)) {
      let match = old;
      while (match && signature(match) !== signature(wanted)) {
        match = match.nextSibling;
      }
      if (!match) {
        from.insertBefore(wanted, old);
        continue;
      }
      while (old !== match) {
        old = removeAndNext(old);
      }
      old = match.nextSibling;
      morph(match, wanted);
    }
    while (old) {
      old = removeAndNext(old);
    }
  }

  function removeAndNext(node) {
    const next = node.nextSibling;
    node.remove();
    return next;
  }

  // ---- The grid ------------------------------------------------------------------------------

  const cards = new Map();
  const texts = new WeakMap();
  let current = null;

  function row() {
    const content = grid.querySelector('.ui-dataview-content');
    let found = content.querySelector('.ui-dataview-row');
    if (!found) {
      found = document.createElement('div');
      found.className = 'ui-dataview-row';
      content.replaceChildren(found);
    }
    found.setAttribute('role', 'list');
    found.setAttribute('aria-labelledby', 'gridname');
    return found;
  }

  function adopt(card) {
    cards.set(card.dataset.vmid, card);
    card.parentElement.setAttribute('role', 'listitem');
    prepare(card);
  }

  /** After a card has been drawn or drawn anew. */
  function prepare(card) {
    texts.delete(card);
    setTabbable(card, card === current);
    measuring.unobserve(card);
    measuring.observe(card);
  }

  function take(card) {
    const known = cards.get(card.dataset.vmid);
    if (known) {
      if (!known.isEqualNode(card)) {
        morph(known, card);
        prepare(known);
      }
      return;
    }
    const column = document.createElement('div');
    column.className = 'ui-dataview-column';
    column.append(card);
    row().append(column);
    adopt(card);
  }

  function arrange(ids) {
    const wanted = new Set(ids);
    for (const [id, card] of Array.from(cards)) {
      if (!wanted.has(id)) {
        forget(id, card);
      }
    }
    const target = row();
    const order = ids.map((id) => cards.get(id)).filter(Boolean).map((card) => card.parentElement);
    if (order.every((column, i) => target.children[i] === column)) {
      return;
    }
    const before = positions(order);
    const focused = document.activeElement;
    order.forEach((column, i) => {
      if (target.children[i] !== column) {
        target.insertBefore(column, target.children[i] || null);
      }
    });
    if (focused !== document.activeElement && grid.contains(focused)) {
      focused.focus({ preventScroll: true });
    }
    glide(order, before);
  }

  function forget(id, card) {
    const hadFocus = card.contains(document.activeElement);
    measuring.unobserve(card);
    cards.delete(id);
    card.parentElement.remove();
    if (card === current) {
      current = null;
      if (hadFocus) {
        focusCard(visibleCards()[0]);
      }
    }
  }

  function positions(columns) {
    if (calm.matches || columns.length > 60 || document.hidden) {
      return null;
    }
    return new Map(columns.map((column) => [column, column.getBoundingClientRect()]));
  }

  function glide(columns, before) {
    if (!before) {
      return;
    }
    for (const column of columns) {
      const from = before.get(column);
      const to = column.getBoundingClientRect();
      if (from.width && (from.left !== to.left || from.top !== to.top)) {
        column.animate(
          [{ transform: `translate(${from.left - to.left}px, ${from.top - to.top}px)` }, {}],
          { duration: 320, easing: 'cubic-bezier(.2, .8, .2, 1)' });
      }
    }
  }

  // One tab stop: only the current card's button, links and "more" can be tabbed to.
  function setTabbable(card, on) {
    for (const element of all('.open, .more, .notes a', card)) {
      element.tabIndex = on ? 0 : -1;
    }
  }

  function setCurrent(card) {
    if (card === current) {
      return;
    }
    if (current) {
      setTabbable(current, false);
    }
    current = card || null;
    if (current) {
      setTabbable(current, true);
    }
  }

  function visibleCards() {
    return Array.from(row().children)
      .filter((column) => !column.hidden)
      .map((column) => column.firstElementChild);
  }

  function keepOneTabStop() {
    if (!current || !current.isConnected || current.parentElement.hidden) {
      setCurrent(visibleCards()[0]);
    }
  }

  function focusCard(card) {
    if (card) {
      setCurrent(card);
      card.querySelector('.open').focus();
    }
  }

  function columnsOf(list) {
    const top = list[0].offsetTop;
    const second = list.findIndex((card) => card.offsetTop !== top);
    return second < 0 ? list.length : second;
  }

  grid.addEventListener('keydown', (event) => {
    if (!event.target.matches('.open') || event.altKey || event.ctrlKey || event.metaKey) {
      return;
    }
    const list = visibleCards();
    const at = list.indexOf(event.target.closest('.card'));
    const columns = columnsOf(list);
    const rtl = getComputedStyle(grid).direction === 'rtl' ? -1 : 1;
    const steps = {
      ArrowRight: rtl, ArrowLeft: -rtl, ArrowDown: columns, ArrowUp: -columns,
      Home: -at, End: list.length - 1 - at,
    };
    if (!(event.key in steps)) {
      return;
    }
    event.preventDefault();
    const to = at + steps[event.key];
    const lastRow = Math.floor(at / columns) < Math.floor((list.length - 1) / columns);
    focusCard(list[to] || (event.key === 'ArrowDown' && lastRow ? list[list.length - 1] : null));
  });

  grid.addEventListener('focusin', (event) => {
    const card = event.target.closest('.card');
    if (card) {
      setCurrent(card);
    }
  });

  grid.addEventListener('click', (event) => {
    const more = event.target.closest('.more');
    if (more) {
      expand(more);
      return;
    }
    const card = event.target.closest('.card');
    if (card && !event.target.closest('a') && !isSelecting(card)) {
      ask(card);
    }
  });

  // The clamped notes lie above the button that covers the card; a click on them is one on the card.
  function isSelecting(card) {
    const selection = getSelection();
    return !selection.isCollapsed && card.contains(selection.anchorNode);
  }

  let asked = 0;

  function ask(card) {
    card.dataset.active = 'true';
    asked = call('plan', { vmid: card.dataset.vmid }, () => delete card.dataset.active);
  }

  // ---- Notes -----------------------------------------------------------------------------------

  function expand(more) {
    const notes = more.previousElementSibling;
    const open = notes.dataset.expanded !== 'true';
    notes.dataset.expanded = open;
    more.setAttribute('aria-expanded', open);
    more.textContent = open ? 'less' : 'more';
  }

  function offerMore(card) {
    const notes = card.querySelector('.notes');
    if (notes && notes.dataset.expanded !== 'true') {
      notes.nextElementSibling.hidden = notes.scrollHeight <= notes.clientHeight + 2;
    }
  }

  // Only what comes near the window is measured: a thousand cards cost nothing.
  const measuring = new IntersectionObserver((entries) => {
    entries.filter((entry) => entry.isIntersecting).forEach((entry) => offerMore(entry.target));
  }, { rootMargin: '400px' });

  let resized = 0;
  addEventListener('resize', () => {
    clearTimeout(resized);
    resized = setTimeout(() => cards.forEach((card) => {
      measuring.unobserve(card);
      measuring.observe(card);
    }), 200);
  });

  // ---- Search ----------------------------------------------------------------------------------

  function textOf(card) {
    let text = texts.get(card);
    if (text === undefined) {
      const notes = card.querySelector('.notes');
      text = [card.querySelector('.name').textContent, card.dataset.vmid, card.dataset.tags,
        notes ? notes.textContent : ''].join('\n').toLowerCase();
      texts.set(card, text);
    }
    return text;
  }

  function filter() {
    const words = search.value.toLowerCase().split(/\s+/).filter(Boolean);
    let found = 0;
    for (const card of cards.values()) {
      const hit = words.every((word) => textOf(card).includes(word));
      found += hit ? 1 : 0;
      if (card.parentElement.hidden === hit) {
        card.parentElement.hidden = !hit;
      }
    }
    byId('nothing').hidden = found > 0 || words.length === 0 || cards.size === 0;
    byId('nothingword').textContent = search.value.trim();
    keepOneTabStop();
  }

  function clearSearch() {
    search.value = '';
    filter();
    search.focus();
  }

  search.addEventListener('input', filter);
  search.addEventListener('keydown', (event) => {
    if (event.key === 'ArrowDown' || event.key === 'Enter') {
      event.preventDefault();
      focusCard(visibleCards()[0]);
    } else if (event.key === 'Escape') {
      event.preventDefault();
      if (search.value) {
        clearSearch();
      } else {
        focusCard(current);
      }
    }
  });
  byId('clear').addEventListener('click', clearSearch);

  document.addEventListener('keydown', (event) => {
    const typing = event.target.closest('input, textarea, select, [contenteditable]');
    if (event.key === '/' && !typing && !isOpen() && !event.ctrlKey && !event.metaKey) {
      event.preventDefault();
      search.focus();
      search.select();
    }
  });

  // ---- The dialog ------------------------------------------------------------------------------

  const plan = byId('plan');
  const dialog = () => PrimeFaces.widgets.dialog;
  const isOpen = () => Boolean(dialog() && dialog().isVisible());
  const content = () => plan.querySelector('.plan');

  let settledAt = 0;
  let settling = 0;

  function settleDialog() {
    settledAt = Date.now() + SETTLING;
    plan.dataset.settling = 'true';
    clearTimeout(settling);
    settling = setTimeout(() => delete plan.dataset.settling, SETTLING);
  }

  function showPlan(fresh) {
    const same = isOpen() && content() && content().dataset.vmid === fresh.dataset.vmid;
    settleDialog();
    if (same) {
      morph(content(), fresh);
    } else {
      plan.replaceChildren(fresh);
    }
    if (!isOpen()) {
      const root = document.documentElement;
      root.classList.toggle('barred', innerWidth > root.clientWidth);
      dialog().show();
      // Phases alone are announced, and by one live region.
      dialog().jq.attr({ 'aria-labelledby': 'plantitle', 'aria-describedby': 'planlead' });
      dialog().jq.removeAttr('aria-live');
    }
    if (!plan.contains(document.activeElement)) {
      focusPlan();
    }
  }

  /** The gentlest thing to do; never what loses work. */
  function focusPlan() {
    const gentle = '.choice:not(.danger):not([aria-disabled=true]), .button.primary';
    const target = plan.querySelector(gentle) || plan.querySelector('[data-do=close]');
    if (target) {
      target.focus();
    }
  }

  // PrimeFaces gives the focus back some time after a dialog is gone; the next one may be there by then.
  document.addEventListener('focusin', (event) => {
    if (isOpen() && !dialog().jq[0].contains(event.target)) {
      focusPlan();
    }
  });

  function closeDialog() {
    asked = 0;
    if (isOpen()) {
      dialog().hide();
    }
  }

  // Whatever was asked for is not wanted any more, whether the dialog is there already or not.
  document.addEventListener('keydown', (event) => {
    if (event.key === 'Escape') {
      asked = 0;
    }
  }, true);

  document.addEventListener('click', (event) => {
    const early = isOpen() && Date.now() < settledAt;
    if (event.target.closest('.ui-dialog-mask')) {
      if (!early) {
        closeDialog();
      }
      return;
    }
    const button = event.target.closest('[data-do]');
    if (!button || button.getAttribute('aria-disabled') === 'true' || (early && plan.contains(button))) {
      return;
    }
    const verb = button.dataset.do;
    if (verb === 'close') {
      closeDialog();
    } else if (verb === 'dismiss') {
      dismiss(button.closest('.launch'));
    } else if (!acting) {
      act(button, verb);
    }
  });

  let acting = false;

  function act(button, verb) {
    const params = { vmid: button.dataset.vmid || '', action: button.dataset.action || '' };
    const box = button.closest('[data-running]');
    if (box) {
      params.running = box.dataset.running;
      params.recovery = button.dataset.recovery || box.dataset.recovery || '';
    }
    acting = true;
    button.dataset.active = 'true';
    call(verb, params, () => {
      acting = false;
      delete button.dataset.active;
    });
  }

  // ---- The launch panel, the tab's title and icon ----------------------------------------------

  const launch = () => document.querySelector('#panel .launch');
  const icon = document.querySelector('link[rel=icon]');
  let phase = launch() && launch().dataset.over === 'true' ? launch().dataset.phase : '';

  function followLaunch() {
    const box = launch();
    const visible = box && !box.hidden;
    document.title = visible ? box.dataset.title : shown.title;
    const mood = visible && box.dataset.mood !== 'quiet' ? '-' + box.dataset.mood : '';
    const href = icon.dataset.icons + 'icon' + mood + '.svg';
    if (icon.getAttribute('href') !== href) {
      icon.setAttribute('href', href);
    }
    if (box && box.dataset.phase !== phase) {
      phase = box.dataset.phase;
      say(box.dataset.say);
    }
  }

  function say(sentence) {
    byId('announcer').textContent = sentence;
  }

  function dismiss(box) {
    try {
      localStorage.setItem('dismissed', box.dataset.launch);
    } catch (blocked) {
      // Then it comes back with the next visit.
    }
    box.hidden = true;
    followLaunch();
    focusCard(current || visibleCards()[0]);
  }

  function leadToPanel() {
    const box = launch();
    if (box) {
      box.scrollIntoView({ block: 'nearest', behavior: calm.matches ? 'auto' : 'smooth' });
      box.classList.remove('look');
      requestAnimationFrame(() => box.classList.add('look'));
      say(box.dataset.say);
    }
  }

  // ---- Clocks ------------------------------------------------------------------------------------

  const two = (number) => String(number).padStart(2, '0');

  function clock(span) {
    const seconds = Math.max(0, Math.floor(span / 1000));
    const minutes = Math.floor(seconds / 60);
    return minutes < 60
      ? `${minutes}:${two(seconds % 60)}`
      : `${Math.floor(minutes / 60)}:${two(minutes % 60)}:${two(seconds % 60)}`;
  }

  const pair = (large, unit, small, smallUnit) =>
    small ? `${large} ${unit} ${small} ${smallUnit}` : `${large} ${unit}`;

  function brief(span) {
    const seconds = Math.max(1, Math.floor(span / 1000));
    return seconds < 60 ? `${seconds} s` : pair(Math.floor(seconds / 60), 'min', seconds % 60, 's');
  }

  const young = (span) => span < 60000;

  function rough(span) {
    const minutes = Math.max(0, Math.floor(span / 60000));
    if (minutes < 60) {
      return `${minutes} min`;
    }
    const hours = Math.floor(minutes / 60);
    return hours < 24
      ? pair(hours, 'h', minutes % 60, 'min')
      : pair(Math.floor(hours / 24), 'd', hours % 24, 'h');
  }

  function write(element, text) {
    if (element.textContent !== text) {
      element.textContent = text;
    }
  }

  function tick() {
    const time = now();
    for (const element of all('#panel [data-since]')) {
      const since = Number(element.dataset.since);
      const until = Number(element.dataset.until || 0);
      if (since > 0) {
        write(element, clock((until || time) - since));
      }
    }
    for (const element of all('[data-ago]')) {
      write(element, brief(time - Number(element.dataset.ago)));
    }
    for (const bar of all('#panel .bar')) {
      const from = Number(bar.dataset.from);
      const share = (time - from) / (Number(bar.dataset.to) - from);
      bar.firstElementChild.style.setProperty('--share', Math.min(1, Math.max(0, share)));
    }
  }

  function tickSlowly() {
    for (const element of all('.fact[data-up]:not([data-up="0"])', grid)) {
      const span = now() - Number(element.dataset.up);
      write(element, young(span) ? 'just started' : 'up ' + rough(span));
    }
    for (const element of all('#history [data-ended]')) {
      const ended = Number(element.dataset.ended);
      write(element, young(now() - ended) ? 'just now' : rough(now() - ended) + ' ago');
      element.title = new Date(ended).toLocaleString();
    }
  }

  // ---- Talking to the server -------------------------------------------------------------------

  const waiting = new Map();
  let calls = 0;
  let dirty = false;

  function call(verb, params, done) {
    const number = String(++calls);
    const busy = Array.from(cards.values())
      .filter((card) => /^(stopping|starting|next)$/.test(card.dataset.state))
      .map((card) => card.dataset.vmid);
    const all = Object.assign({
      do: verb, call: number, epoch: shown.epoch, revision: shown.revision, look: shown.look,
      busy: busy.join(','),
    }, params);
    const timer = setTimeout(() => unanswered([settle(number)]), CALL_LIMIT);
    waiting.set(number, { number, verb, params, timer, done });
    // PrimeFaces would leave for an error page; this page stays and asks again.
    PrimeFaces.settings.errorPages = {};
    window.agentCall(Object.entries(all).map(([name, value]) => ({ name, value })));
    return number;
  }

  /** Nothing that a person has clicked stays without an answer. */
  function unanswered(entries) {
    const clicked = entries.filter((entry) => entry && entry.verb !== 'sync').pop();
    if (clicked && (clicked.verb !== 'plan' || clicked.number === asked)) {
      const fresh = byId('unanswered').content.firstElementChild.cloneNode(true);
      fresh.querySelector('.lead').textContent = fresh.dataset[clicked.verb === 'plan' ? 'asked' : 'acted'];
      showPlan(fresh);
    }
  }

  function settle(number) {
    const entry = waiting.get(number);
    if (entry) {
      waiting.delete(number);
      clearTimeout(entry.timer);
      if (entry.done) {
        entry.done();
      }
    }
    return entry;
  }

  const syncing = () => Array.from(waiting.values()).some((entry) => entry.verb === 'sync');

  function sync() {
    if (syncing()) {
      dirty = true;
      return;
    }
    dirty = false;
    const open = isOpen() && content() && content().dataset.vmid !== '0' ? content().dataset : null;
    call('sync', open ? { vmid: open.vmid, open: open.key, recovery: open.recovery } : {});
  }

  /** Every answer comes here, whatever was asked. */
  function answered(args, status) {
    if (status === 'success' && !(args && args.call !== undefined) && performance.now() > YOUNG) {
      // The agent does not know this page's calls: it is another version by now.
      location.reload();
      return;
    }
    if (!args || args.call === undefined) {
      // Refused or lost: nobody knows which; all who wait are told, and the page asks again.
      unanswered(Array.from(waiting.keys()).map(settle));
      setTimeout(() => (source.readyState === EventSource.OPEN ? sync() : null), 2000);
      return;
    }
    const entry = settle(args.call);
    const changes = document.querySelector('.changes');
    const old = args.epoch === shown.epoch && args.revision < shown.revision;
    if (!old) {
      apply(args, changes);
    }
    const fresh = changes.querySelector('[data-slot=plan] .plan');
    changes.replaceChildren();
    follow(args.dialog, fresh, entry);
    if (dirty) {
      sync();
    }
  }

  function apply(args, changes) {
    shown.epoch = args.epoch;
    shown.revision = args.revision;
    shown.look = args.look;
    shown.title = args.title;
    shown.stale = args.stale;
    write(page.querySelector('.place bdi'), args.place);
    clockOffset = args.now - Date.now();
    all('.card', changes).forEach(take);
    arrange(args.ids ? args.ids.split(',') : []);
    const inPanel = byId('panel').contains(document.activeElement);
    for (const slot of ['alarms', 'panel', 'history']) {
      const fresh = changes.querySelector(`[data-slot=${slot}]`);
      if (fresh) {
        morphChildren(byId(slot), fresh);
      }
    }
    if (inPanel && !byId('panel').contains(document.activeElement)) {
      // The button that had the focus is gone; what takes its place is near it.
      (byId('panel').querySelector('.launch:not([hidden]) button') || byId('panel')).focus();
    }
    if (search.value) {
      filter();
    }
    keepOneTabStop();
    followLaunch();
    showLink();
    tick();
  }

  function follow(what, fresh, entry) {
    const reviewed = entry && entry.verb === 'sync' ? entry.params.vmid : undefined;
    if (reviewed && !(isOpen() && content() && content().dataset.vmid === reviewed)) {
      // The dialog that was reviewed has been closed meanwhile.
      return;
    }
    if (entry && entry.verb === 'plan' && entry.number !== asked) {
      // Another card was clicked since, or Esc was pressed.
      return;
    }
    if (what === 'show' && fresh) {
      showPlan(fresh);
    } else if (what === 'close') {
      closeDialog();
      if (entry && entry.verb !== 'sync') {
        leadToPanel();
      }
    } else if (what === 'panel') {
      closeDialog();
      leadToPanel();
    }
  }

  // ---- The event stream: heals itself ----------------------------------------------------------

  let source = { close() {} };
  let failed = false;
  let heardAt = 0;
  let lostSince = 0;

  function connect() {
    source.close();
    failed = false;
    heardAt = Date.now();
    source = new EventSource('api/events?vms=false');
    for (const name of EVENTS) {
      source.addEventListener(name, heard);
    }
    source.addEventListener('error', () => {
      failed = true;
      lostSince = lostSince || Date.now();
      setTimeout(showLink, LOST_AFTER + 100);
    });
  }

  function heard(event) {
    heardAt = Date.now();
    failed = false;
    lostSince = 0;
    showLink();
    const news = JSON.parse(event.data);
    if (news.epoch !== shown.epoch || news.revision > shown.revision) {
      sync();
    }
  }

  // The browser's own attempts come late (3 s), and end for good at an answer that is no stream.
  function heal() {
    const patience = Date.now() - lostSince < EAGER ? RETRY : 2 * RETRY;
    if ((failed && Date.now() - heardAt >= patience) || Date.now() - heardAt > SILENCE) {
      lostSince = lostSince || heardAt;
      connect();
    }
    showLink();
  }

  function showLink() {
    const lost = lostSince > 0 && Date.now() - lostSince > LOST_AFTER;
    const state = lost ? 'lost' : shown.stale ? 'stale' : 'live';
    // Twice a second, for hours: what is written anew is styled anew, even if it is the same.
    const stale = String(lost || shown.stale);
    if (page.dataset.stale !== stale) {
      page.dataset.stale = stale;
    }
    if (byId('lost').hidden === lost) {
      byId('lost').hidden = !lost;
    }
    for (const button of all('#panel [data-do=act], #panel [data-do=cancel]')) {
      const disabled = button.hasAttribute('aria-disabled');
      if (lost && !disabled) {
        button.setAttribute('aria-disabled', 'true');
      } else if (disabled && !lost) {
        button.removeAttribute('aria-disabled');
      }
    }
    const link = byId('link');
    if (link.dataset.link !== state) {
      link.dataset.link = state;
      write(byId('linkword'), { lost: 'reconnecting', stale: 'out of date', live: 'live' }[state]);
    }
  }

  /** Back from sleep, from another tab or from a dead network: a connection may only look alive. */
  function wake() {
    if (document.hidden) {
      return;
    }
    if (Date.now() - heardAt > STALE_AFTER) {
      connect();
    } else {
      heal();
    }
    sync();
    tick();
    tickSlowly();
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

  // ---- Theme -------------------------------------------------------------------------------------

  byId('theme').addEventListener('click', () => {
    const root = document.documentElement;
    const light = root.dataset.theme
      ? root.dataset.theme === 'light'
      : matchMedia('(prefers-color-scheme: light)').matches;
    root.dataset.theme = light ? 'dark' : 'light';
    colourBrowser();
    try {
      localStorage.setItem('theme', root.dataset.theme);
    } catch (blocked) {
      // Then it lasts as long as the page.
    }
  });

  /** The browser's own bars go with the theme, not with the system. */
  function colourBrowser() {
    const theme = document.documentElement.dataset.theme;
    if (theme) {
      all('meta[name=theme-color]').forEach((meta) => {
        meta.content = byId('theme').dataset[theme];
      });
    }
  }

  // ---- Begin -------------------------------------------------------------------------------------

  all('.card', grid).forEach(adopt);
  row();
  keepOneTabStop();
  followLaunch();
  colourBrowser();
  tick();
  tickSlowly();
  setInterval(tick, 1000);
  setInterval(tickSlowly, 30000);
  setInterval(heal, CHECK_EVERY);
  connect();

  return { answered };
})();
