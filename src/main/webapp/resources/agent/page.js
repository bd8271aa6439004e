// The script of the page. The server renders every card, panel and plan. This script replaces changed
// parts without disturbing the user: focus, scroll position, an open dialog, expanded notes, the text
// in the search field. An event only announces a change; the script then requests the changed parts.
window.agent = (function () {
  'use strict';

  const EVENTS = ['snapshot', 'change', 'heartbeat'];
  const CHECK_EVERY = 500;
  const SILENCE = 20000;
  const CALL_LIMIT = 20000;
  const LOST_AFTER = 2500;
  const STALE_AFTER = 10000;
  // How often the page polls the agent without an event stream, or after a refused refresh.
  const POLL = 5000;
  const POLL_HIDDEN = 60000;
  const ANSWERED_WITHIN = 8000;
  // The delay before another attempt after the agent refused an event stream.
  const STREAM_RETRY = 15000;
  // Data older than this is not "live": like the agent's age_seconds, more than
  // 15 whole seconds. In a quiet cluster of many nodes it is 15 s between two polls.
  const OLD_AFTER = 16000;
  const WORD_STAYS = 12000;
  const RETRY = 1000;
  const EAGER = 60000;
  // A page younger than this is not reloaded automatically.
  const YOUNG = 10000;
  // A dialog that has just opened ignores clicks: they may be the second half of a double click.
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
    // The time of the last read of Proxmox, if the agent reported an old one; else 0.
    oldSince: 0,
    // The time of the last successful refresh; the page load is the first.
    refreshedAt: Date.now(),
  };
  let clockOffset = Number(page.dataset.now) - Date.now();
  const now = () => Date.now() + clockOffset;

  // ---- Replacing rendered parts -------------------------------------------------------------

  // Attributes that this script sets and the server's HTML must not replace.
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
    const chosen = data.action || data.recovery || data.node || data.each || '';
    return [node.nodeName, kind, data.do || '', chosen, data.goal || '', data.launch || '', data.past || ''].join('.');
  }

  /** Makes one element equal to another, and keeps every unchanged node. */
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

  /** Initialises a new or changed card. */
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

  // Clamped notes lie above the button that covers the card; a click on them counts as a click on the card.
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

  // Measures only cards near the viewport, because there may be a thousand.
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

  /** Whether the click hit a button of the dialog, also while its buttons ignore the pointer. */
  function hits(event) {
    return Boolean(event.target.closest('[data-do]')) || all('[data-do]', plan).some((button) => {
      const box = button.getBoundingClientRect();
      return event.clientX > box.left && event.clientX < box.right
        && event.clientY > box.top && event.clientY < box.bottom;
    });
  }

  function showPlan(fresh) {
    const same = isOpen() && content() && content().dataset.question === fresh.dataset.question;
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

  /** The first choice that loses no work. */
  function focusPlan() {
    const gentle = '.plan > .choice:not(.danger):not([aria-disabled=true]), .button.primary';
    const target = plan.querySelector(gentle) || plan.querySelector('[data-do=close]');
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

  function hideDialog() {
    if (isOpen()) {
      dialog().hide();
    }
  }

  /** Closed by the user: cancels the pending request. */
  function closeDialog() {
    asked = 0;
    hideDialog();
  }

  // Cancels the pending request for a dialog and closes the dialog, if it is open.
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
    if (early && plan.contains(event.target)) {
      if (hits(event)) {
        showMessage('This dialog had just opened, so your click was ignored. Please click again.');
      }
      return;
    }
    const button = event.target.closest('[data-do]');
    if (!button) {
      return;
    }
    const verb = button.dataset.do;
    if (verb === 'hush') {
      showMessage('');
    } else if (verb === 'reload') {
      location.reload();
    } else if (verb === 'close') {
      closeDialog();
    } else if (verb === 'dismiss') {
      dismiss(button.closest('.launch'));
    } else if (button.getAttribute('aria-disabled') === 'true') {
      const why = button.querySelector('.why');
      showMessage(why ? why.textContent : 'Nothing was sent: this page has no connection to the agent.');
    } else if (acting) {
      showMessage('The click before this one has not been answered yet, so this click was ignored.');
    } else {
      act(button, verb);
    }
  });

  let acting = false;

  function act(button, verb) {
    const { vmid, node, goal, action, recovery, sure } = button.dataset;
    // Faces leaves an attribute out where its value is empty.
    const box = button.closest('.plan, .launch');
    const of = box ? box.dataset : {};
    const params = {
      vmid: vmid || of.vmid || '',
      node: node || of.node || '',
      goal: goal || of.goal || '',
      action: action || '',
    };
    if (box) {
      params.running = of.running || '';
      params.recovery = recovery || of.recovery || '';
      params.sure = sure || '';
    }
    if (button.dataset.go) {
      // Confirms what was chosen before, or sends what is chosen for each VM.
      const own = all('select[data-each]', box).map((select) => `${select.dataset.each}:${select.value}`);
      params.action = of.action || '';
      params.each = own.join(',') || of.each || '';
    }
    acting = true;
    button.dataset.active = 'true';
    const number = call(verb, params, () => {
      acting = false;
      delete button.dataset.active;
    });
    asked = verb === 'plan' ? number : asked;
  }

  // ---- The launch panel, the tab's title and icon ----------------------------------------------

  const launch = () => document.querySelector('#panel .launch');
  const icon = document.querySelector('link[rel=icon]');
  let phase = launch() && launch().dataset.over === 'true' ? launch().dataset.phase : '';

  function followLaunch() {
    const box = launch();
    const visible = box && !box.hidden && connected();
    document.title = !connected() ? 'Not connected \u2014 VM launcher'
      : visible ? box.dataset.title : shown.title;
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

  let hushing = 0;

  /** Shows a message as the result of a click, also to screen readers; an empty one hides it. */
  function showMessage(sentence) {
    clearTimeout(hushing);
    write(byId('wordtext'), sentence);
    byId('word').hidden = sentence === '';
    if (sentence) {
      hushing = setTimeout(() => showMessage(''), WORD_STAYS);
    }
  }

  function dismiss(box) {
    try {
      localStorage.setItem('dismissed', box.dataset.launch);
    } catch (blocked) {
      // Then it appears again with the next visit.
    }
    box.hidden = true;
    followLaunch();
    focusCard(current || visibleCards()[0]);
  }

  /** Scrolls to the launch panel; returns whether there is one. */
  function leadToPanel() {
    const box = launch();
    if (!box || box.hidden) {
      return false;
    }
    box.scrollIntoView({ block: 'nearest', behavior: calm.matches ? 'auto' : 'smooth' });
    box.classList.remove('look');
    requestAnimationFrame(() => box.classList.add('look'));
    say(box.dataset.say);
    return true;
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
    for (const element of all('[data-in]')) {
      write(element, brief(Math.max(0, Number(element.dataset.in) - time)));
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
  let askedAt = 0;
  // The answer to the last refresh, if it was not a valid one; null after success.
  let refusal = null;

  function call(verb, params, done) {
    const number = String(++calls);
    const busy = Array.from(cards.values())
      .filter((card) => /^(stopping|starting|next)$/.test(card.dataset.state))
      .map((card) => card.dataset.vmid);
    const all = Object.assign({
      do: verb, call: number, epoch: shown.epoch, revision: shown.revision, look: shown.look,
      busy: busy.join(','),
    }, params);
    const timer = setTimeout(() => failed(number, verb, SILENT), CALL_LIMIT);
    waiting.set(number, { timer, done });
    // PrimeFaces would redirect to an error page; this page stays and tries again.
    PrimeFaces.settings.errorPages = {};
    window.agentCall(Object.entries(all).map(([name, value]) => ({ name, value })));
    return number;
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
    return Boolean(entry);
  }

  let syncing = '';

  function sync() {
    if (waiting.has(syncing)) {
      dirty = true;
      return;
    }
    dirty = false;
    askedAt = Date.now();
    const open = isOpen() && content() && content().dataset.goal ? content().dataset : null;
    const about = open ? {
      vmid: open.vmid, node: open.node || '', goal: open.goal, action: open.action || '',
      each: open.each || '', open: open.key, recovery: open.recovery || '',
    } : {};
    syncing = call('sync', streamLost() ? { ...about, polls: true } : about);
  }

  /** Handles every answer and completes the request that it belongs to. */
  function answered(args, answer) {
    const sent = new URLSearchParams(answer.pfSettings.data);
    const number = sent.get('call');
    const verb = sent.get('do');
    if (!args || args.call !== number) {
      if (isPartial(answer) && performance.now() > YOUNG) {
        // The agent does not accept this page's requests: it was upgraded.
        reloadFor(verb);
      } else {
        failed(number, verb, refusalOf(answer));
      }
      return;
    }
    settle(number);
    const changes = document.querySelector('.changes');
    const old = args.epoch === shown.epoch && args.revision < shown.revision;
    shown.refreshedAt = Date.now();
    refusal = null;
    if (hearing()) {
      lostSince = 0;
    }
    if (!old) {
      apply(args, changes);
    }
    const fresh = changes.querySelector('[data-slot=plan] .plan');
    changes.replaceChildren();
    follow(args, fresh, { number, verb, open: sent.get('open') });
    showLink();
    if (dirty) {
      sync();
    }
  }

  function reloadFor(verb) {
    if (verb !== 'sync') {
      try {
        sessionStorage.setItem('told',
          'The agent was upgraded, so this page was reloaded. Your click changed nothing.');
      } catch (blocked) {
        // Then the new page is all there is to be seen.
      }
    }
    location.reload();
  }

  function takeUpWord() {
    try {
      showMessage(sessionStorage.getItem('told') || '');
      sessionStorage.removeItem('told');
    } catch (blocked) {
      // Then there is none.
    }
  }

  // ---- Invalid answers -------------------------------------------------------------------------

  const SILENT = { status: 0, words: 'There was no answer. This page tries again by itself.' };

  /** Describes an invalid answer: from the agent, or from a server in between. */
  function refusalOf(answer) {
    if (!answer.status) {
      return SILENT;
    }
    const text = new DOMParser().parseFromString(answer.responseText || '', 'text/html');
    const wait = 1000 * Math.min(60, Number(answer.getResponseHeader('Retry-After')) || 0);
    const ours = text.querySelector('main[data-agent=refusal] p');
    const name = line(text.title, 80);
    const by = 'Something between this page and the agent answered';
    const page = name ? ` (\u201c${name}\u201d)` : '';
    const words = ours ? `The agent answered ${answer.status}: ${line(ours.textContent, 600)}`
      : isPartial(answer) ? 'This page does not understand the answer of the agent.'
        : answer.status < 300 ? `${by} with another page${page}.` : `${by} ${answer.status}${page}.`;
    const signIn = !ours && !isPartial(answer) && answer.status < 500 && answer.status !== 429;
    return {
      status: answer.status,
      wait,
      said: words,
      words: words + (signIn ? ' Reload this page; you may have to sign in again.' : ''),
    };
  }

  const PARTIAL = /^\s*(<\?xml[^>]*\?>)?\s*<partial-response[\s>]/;

  const isPartial = (answer) => answer.status === 200 && PARTIAL.test(answer.responseText || '');

  // Other answers are not XML, and parsing them would violate the page's Content-Security-Policy.
  jQuery.ajaxSetup({
    converters: {
      'text xml': (text) => (PARTIAL.test(text) ? jQuery.parseXML(text) : jQuery.error('No partial response.')),
    },
  });

  function line(text, longest) {
    const short = text.replace(/\s+/g, ' ').trim();
    return short.length > longest ? short.slice(0, longest) + '\u2026' : short;
  }

  /** Handles a failed or unanswered request. Other pending requests get their own answers. */
  function failed(number, verb, what) {
    if (!settle(number)) {
      return;
    }
    if (verb === 'sync') {
      // A short interruption is not shown.
      refusal = what.status || !lostSince || streamLost() ? what : refusal;
      showLink();
    } else {
      unanswered(number, verb, what);
      sync();
    }
  }

  /** Shows a message if a click failed. */
  function unanswered(number, verb, what) {
    if (verb === 'plan' && number !== asked) {
      return;
    }
    const fresh = byId('unanswered').content.firstElementChild.cloneNode(true);
    const refused = what.status >= 400 && what.status < 500;
    const { silent, failed, asked: nothing, acted } = fresh.dataset;
    fresh.querySelector('h2').textContent =
      refused ? fresh.dataset.refused : what.status ? failed : silent;
    // A refused request was not executed, and a request for a plan changes nothing.
    const lead = refused || (verb === 'plan' && what.status) ? fresh.dataset.nothing
      : verb === 'plan' ? nothing : acted;
    fresh.querySelector('.lead').textContent = what.status ? `${what.said} ${lead}` : lead;
    showPlan(fresh);
  }

  function apply(args, changes) {
    shown.epoch = args.epoch;
    shown.revision = args.revision;
    shown.look = args.look;
    shown.title = args.title;
    shown.stale = args.stale;
    write(page.querySelector('.place bdi'), args.place);
    clockOffset = args.now - Date.now();
    readAt(args.readAt);
    all('.card', changes).forEach(take);
    arrange(args.ids ? args.ids.split(',') : []);
    const inPanel = byId('panel').contains(document.activeElement);
    for (const slot of ['alarms', 'panel', 'history', 'hosts']) {
      const fresh = changes.querySelector(`[data-slot=${slot}]`);
      if (fresh) {
        morphChildren(byId(slot), fresh);
      }
    }
    if (inPanel && !byId('panel').contains(document.activeElement)) {
      // The focused button was removed; focus the part that replaces it.
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

  function follow(args, fresh, asker) {
    const review = asker.verb === 'sync' && asker.open;
    if (review && !(isOpen() && content() && content().dataset.key === review)) {
      // The dialog was closed meanwhile, or shows something else.
      return;
    }
    if (asker.verb === 'plan' && asker.number !== asked) {
      // Another card was clicked, or Esc was pressed.
      return;
    }
    if (args.dialog === 'show' && fresh) {
      showPlan(fresh);
    } else if (args.dialog === 'close' || args.dialog === 'panel') {
      hideDialog();
      const seen = leadToPanel() && launch().dataset.over !== 'true';
      // The panel shows a launch that has begun; other results need a message.
      if (args.dialog === 'close' && asker.verb === 'act' && seen) {
        return;
      }
    }
    if (args.message) {
      showMessage(args.message);
    }
  }

  // ---- The event stream -----------------------------------------------------------------------

  let source = { close() {} };
  let broken = false;
  let turnedAway = false;
  let heardAt = 0;
  let lostSince = 0;

  function connect() {
    source.close();
    broken = false;
    turnedAway = false;
    heardAt = Date.now();
    const mine = new EventSource('api/events?vms=false');
    let opened = false;
    source = mine;
    for (const name of EVENTS) {
      mine.addEventListener(name, (event) => {
        heard(event, !opened);
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

  function heard(event, first) {
    heardAt = Date.now();
    broken = false;
    // After a refused refresh only the next refresh shows whether the connection works.
    lostSince = refusal ? lostSince : 0;
    const news = JSON.parse(event.data);
    readAt(Date.parse(news.read_at));
    showLink();
    // After a new stream opens the page always refreshes once, to check that requests work. It also
    // refreshes if the data looks old, because this computer's clock may be wrong.
    if (first || shown.oldSince || news.epoch !== shown.epoch || news.revision > shown.revision) {
      sync();
    }
  }

  function readAt(time) {
    shown.oldSince = time && now() - time > OLD_AFTER ? time : 0;
  }

  const asksInstead = () => shown.refreshedAt >= lostSince
    && !(waiting.has(syncing) && Date.now() - askedAt > ANSWERED_WITHIN);

  const streamLost = () => lostSince > 0
    && (Date.now() - lostSince > LOST_AFTER || (turnedAway && asksInstead()));

  /** Whether the page gets changes by events, or polls successfully. */
  const connected = () => !refusal && (!streamLost() || asksInstead());

  // The browser's own reconnect starts late (3 s) and stops after an answer that is not a stream.
  function heal() {
    const eager = Date.now() - lostSince < EAGER ? RETRY : 2 * RETRY;
    const patience = turnedAway && connected() ? STREAM_RETRY : eager;
    if ((broken && Date.now() - heardAt >= patience) || Date.now() - heardAt > SILENCE) {
      lostSince = lostSince || Date.now() - LOST_AFTER - 1;
      connect();
    }
    const wait = Math.max(document.hidden ? POLL_HIDDEN : POLL, refusal ? refusal.wait || 0 : 0);
    if ((lostSince || refusal) && Date.now() - askedAt >= wait && !waiting.has(syncing)) {
      sync();
    }
    showLink();
  }

  const LINK = {
    lost: ['reconnecting', 'The agent does not answer this page.'],
    refused: ['not live', 'The last refresh was refused; the message on the page says by whom.'],
    stale: ['out of date', 'The agent cannot read Proxmox; the message on the page says why.'],
    polling: ['polling', 'This page got no event stream, so it polls the agent every 5 s.'],
    live: ['live', 'The agent sends every change to this page at once.'],
  };

  function linkState() {
    if (!connected()) {
      return refusal && (refusal.status || !streamLost()) ? 'refused' : 'lost';
    }
    return shown.stale ? 'stale' : shown.oldSince ? 'old' : streamLost() ? 'polling' : 'live';
  }

  let linked = 'live';

  function showLink() {
    const state = linkState();
    const cut = state === 'lost' || state === 'refused';
    const age = shown.oldSince ? brief(now() - shown.oldSince) : '';
    const [word, title] = state === 'old'
      ? [`${age} old`, 'The last read of Proxmox was that long ago.'] : LINK[state];
    // This runs twice a second: unchanged text is not written, because that would cause a new layout.
    put(page, 'stale', String(cut || shown.stale));
    put(byId('link'), 'link', state);
    write(byId('linkword'), word);
    if (byId('link').title !== title) {
      byId('link').title = title;
    }
    showAlarm(state, cut);
    for (const button of all('#panel [data-do=act], #panel [data-do=cancel]')) {
      const disabled = button.hasAttribute('aria-disabled');
      if (cut && !disabled) {
        button.setAttribute('aria-disabled', 'true');
      } else if (disabled && !cut) {
        button.removeAttribute('aria-disabled');
      }
    }
    if (linked !== state) {
      linked = state;
      followLaunch();
    }
  }

  function showAlarm(state, cut) {
    const alarm = byId('lost');
    if (cut) {
      const words = state === 'lost' ? alarm.dataset.lost : refusal.words;
      put(alarm, 'kind', state);
      put(byId('lostage'), 'ago', String(shown.refreshedAt + clockOffset));
      write(byId('losttitle'), state === 'lost' ? alarm.dataset.lostTitle : alarm.dataset.refusedTitle);
      write(byId('lostwords'), words);
    }
    if (alarm.hidden === cut) {
      alarm.hidden = !cut;
      if (cut) {
        tick();
        say(byId('losttitle').textContent + ' ' + byId('lostwords').textContent);
      } else {
        // Hidden pages do not need the clocks.
        delete byId('lostage').dataset.ago;
      }
    }
  }

  function put(element, name, value) {
    if (element.dataset[name] !== value) {
      element.dataset[name] = value;
    }
  }

  /** After sleep, a tab change or a network failure: checks the connection, which may be dead. */
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
      // Without storage the theme lasts until the page is closed.
    }
  });

  /** Sets the colour of the browser's own bars to the theme's. */
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
  takeUpWord();
  connect();

  return { answered };
})();
