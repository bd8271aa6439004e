// What belongs to the whole page. The server renders every part, connection.js asks for it, and Idiomorph applies it.
// This script does what they have no answer to: the dialog and its address, menus, messages, clocks.
window.agent = (function () {
  'use strict';

  const SETTLING = 400; // A click this early in a dialog may be the second half of a double click.
  const PRAISE = 10000; // How long a success is shown.

  const byId = (id) => document.getElementById(id);
  const all = (selector, root) => Array.from((root || document).querySelectorAll(selector));
  const write = (element, text) => element.textContent === text || (element.textContent = text);
  const put = (element, name, value) => element.dataset[name] === value || (element.dataset[name] = value);
  const root = document.documentElement;
  const page = byId('page');
  const plan = () => byId('plan').querySelector('.plan');
  const launch = () => byId('panel').querySelector('.launching');
  const { ask, sync, connected, now } = connection;
  let title = page.dataset.title; // Without a launch that has its own.

  // ---- The dialog ------------------------------------------------------------------------------

  const dialog = () => PrimeFaces.widgets.dialog;
  const isOpen = () => Boolean(dialog() && dialog().isVisible());
  /** What the open dialog is about. */
  const question = () => (isOpen() && plan() && plan().dataset.goal ? plan().dataset : {});
  const settling = () => 'settling' in byId('plan').dataset;
  let settled = 0;

  function drawPlan(html) {
    const fresh = cards.parsed(html).querySelector('.plan');
    const same = isOpen() && fresh && plan() && plan().dataset.question === fresh.dataset.question;
    if (same) {
      Idiomorph.morph(plan(), fresh, cards.MORPH);
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
    connection.forgetPlan();
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
          : connection.sent('act', 'cancel')
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

  PrimeFaces.hideOverlaysOnViewportChange = false; // A menu moves with its button.
  PrimeFaces.animationEnabled = false; // page.css has no transition at whose end a menu would be hidden.

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
      cards.expand(at('.more'));
    } else if (at('.more-ways')) {
      menuOf = card.dataset.vmid;
      const menu = PrimeFaces.widgets.ways;
      menu.jq.toggleClass('of-now', card.dataset.place === 'now');
      menu.trigger = menu.cfg.pos.of = jQuery(at('.more-ways'));
      menu.show();
      event.stopPropagation();
    } else if (at('.chip')) {
      cards.choose(at('.chip'));
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
    early.remember('dismissed', box.dataset.launch);
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
    document.title = !connected() ? 'Not connected \u2014 VM launcher' : visible ? box.dataset.title : title;
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

  // ---- Answers ---------------------------------------------------------------------------------

  function draw(id, html, call) {
    if (id === 'plan') {
      if (call.showsPlan) {
        drawPlan(html);
      }
    } else if (id === 'changed' && !call.old) {
      cards.take(html);
    } else if (!call.old) {
      const held = byId(id).contains(document.activeElement);
      Idiomorph.morph(byId(id), cards.parsed(html).firstElementChild, cards.MORPH);
      if (held && document.activeElement === document.body) {
        byId(id).querySelector('[tabindex], button')?.focus(); // The focused button is gone.
      }
    }
  }

  function planAnswered({ verb, vmid }) {
    if (verb === 'plan' && byId('vm-' + vmid)) {
      delete byId('vm-' + vmid).dataset.active;
    }
  }

  function answered(call, args) {
    if (!call.old) {
      title = args.title;
      write(page.querySelector('.place'), args.place);
      root.className = root.className.replace(/\b(hue-\d+|dim)\b/g, '').trim() + ' ' + args.light;
      cards.arrange({ now: args.nowIds, switch: args.switchIds, always: args.alwaysIds });
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
  }

  /** A click was not answered by the agent: says what happened to it. */
  function refused(call, what) {
    const fresh = byId('unanswered').content.firstElementChild.cloneNode(true);
    const words = fresh.dataset;
    const no = what.status >= 400 && what.status < 500;
    fresh.querySelector('h2').textContent = no ? words.refused : what.status ? words.failed : words.silent;
    // A refused request was not executed, and a request for a plan changes nothing.
    const lead = no || (call.verb === 'plan' && what.status) ? words.nothing : call.verb === 'plan' ? words.asked : words.acted;
    fresh.querySelector('.lead').textContent = what.status ? `${what.said} ${lead}` : lead;
    byId('plan').replaceChildren(fresh);
    openDialog();
  }

  // ---- Theme, begin ------------------------------------------------------------------------------

  byId('theme').addEventListener('click', () => {
    const light = root.dataset.theme ? root.dataset.theme === 'light' : matchMedia('(prefers-color-scheme: light)').matches;
    root.dataset.theme = light ? 'dark' : 'light';
    early.remember('theme', root.dataset.theme);
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
  followLaunch();
  colourBrowser();
  tickTimes();
  setInterval(tick, 1000);
  setInterval(tickSlowly, 30000);
  connection.begin({ draw, settled: planAnswered, answered, refused, question, brief, linked: () => { followLaunch(); tickTimes(); } });
  addEventListener('load', () => {
    dialog().cfg.onHide = closed;
    dialog().applyFocus = () => {}; // It would take the focus back some time after the dialog opened.
    followAddress();
  });

  return { may, sort: cards.sort, sure, way };
})();
