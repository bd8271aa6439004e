// Requests to the agent and the event stream: whether this page is up to date, and if not, by whose answer.
// PrimeFaces sends the requests, and page.js draws what they bring.
window.connection = (function () {
  'use strict';

  const LIMIT = 20000; // A request or an event stream without an answer is given up after this.
  const LOST_AFTER = 2500; // A shorter interruption is not shown.
  const POLL = 5000; // Without an event stream, or after a refused refresh.
  const POLL_HIDDEN = 60000;
  const OLD_AFTER = 16000; // Data is "live" up to 15 whole seconds, like the API's age_seconds.
  const YOUNG = 10000; // A page younger than this is not reloaded automatically.

  const byId = (id) => document.getElementById(id);
  const write = (element, text) => element.textContent === text || (element.textContent = text);
  const put = (element, name, value) => element.dataset[name] === value || (element.dataset[name] = value);
  const page = byId('page');
  const revision = () => Number(byId('revision').value);
  let clockOffset = Number(page.dataset.now) - Date.now();
  const now = () => Date.now() + clockOffset;
  let drawing; // page.js
  let stale = page.dataset.stale === 'true';
  let oldSince = 0;
  let refreshedAt = Date.now();

  // ---- Requests ----------------------------------------------------------------------------------

  const pending = new Map();
  const SILENT = { status: 0, words: 'There was no answer. This page tries again by itself.' };
  let asked = null; // The request whose plan is awaited.
  let dirty = false;
  let askedAt = 0;
  let refusal = null; // The answer to the last refresh, if it was not a valid one.

  const ask = (params) => window.agentAsk(Object.entries(params).map(([name, value]) => ({ name, value })));
  /** Whether a request of one of these kinds has not been answered. */
  const sent = (...verbs) => [...pending.values()].some((call) => verbs.includes(call.verb));
  const syncing = () => sent('sync');

  function sync() {
    dirty = syncing();
    if (!dirty) {
      const { vmid = '', node = '', goal = '', action = '', each = '', recovery = '', key = '' } = drawing.question();
      ask({ do: 'sync', vmid, node, goal, action, each, recovery, open: key });
    }
  }

  // A refused request must neither navigate away nor be parsed as XML, which the Content-Security-Policy forbids.
  PrimeFaces.settings.errorPages = {};
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

  const usualUpdate = PrimeFaces.ajax.Utils.updateElement;
  PrimeFaces.ajax.Utils.updateElement = (id, html, xhr) => {
    const call = pending.get(xhr);
    if (!call || !byId(id) || id.includes('ViewState')) {
      usualUpdate(id, html, xhr);
    } else {
      drawing.draw(id, html, call);
    }
  };

  function settle(xhr) {
    const call = pending.get(xhr);
    pending.delete(xhr);
    drawing.settled(call || {});
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
    const obsolete = review && (sent('act') || drawing.question().key !== call.open);
    call.stale = obsolete || (call.verb === 'plan' && call !== asked);
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
    refreshedAt = Date.now();
    refusal = null;
    lostSince = hearing() ? 0 : lostSince;
    clockOffset = args.now - Date.now();
    readAt(args.readAt);
    stale = call.old ? stale : args.stale;
    drawing.answered(call, args);
    showLink();
    if (dirty) {
      sync();
    }
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
      drawing.refused(call, what);
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
    if (first || oldSince || news.epoch !== byId('epoch').value || news.revision > revision()) {
      sync();
    }
  }

  function readAt(time) {
    oldSince = time && now() - time > OLD_AFTER ? time : 0;
  }

  const asksInstead = () => refreshedAt >= lostSince && !(syncing() && Date.now() - askedAt > 8000);
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
      : stale ? 'stale' : oldSince ? 'old' : streamLost() ? 'polling' : 'live';
    const [word, title] = LINK[state] || [`${drawing.brief(now() - oldSince)} old`, 'Proxmox was last read that long ago.'];
    // This runs twice a second: unchanged text is not written, because that would cause a new layout.
    put(byId('link'), 'link', state);
    write(byId('linkword'), word);
    byId('link').title === title || (byId('link').title = title);
    byId('polls').value === String(streamLost()) || (byId('polls').value = String(streamLost()));
    put(page, 'stale', String(lost || stale));
    document.documentElement.classList.toggle('stale', lost || stale);
    const alarm = byId('lost');
    if (lost) {
      put(byId('lostage'), 'ago', String(refreshedAt + clockOffset));
      write(byId('losttitle'), state === 'lost' ? alarm.dataset.lostTitle : alarm.dataset.refusedTitle);
      write(byId('lostwords'), state === 'lost' ? alarm.dataset.lost : refusal.words);
      put(alarm, 'kind', state);
    } else {
      delete byId('lostage').dataset.ago;
    }
    alarm.hidden === !lost || (alarm.hidden = !lost);
    if (linked !== state) {
      linked = state;
      drawing.linked();
    }
  }

  /** After sleep, a tab change or a network failure the connection may be dead. */
  function wake() {
    if (!document.hidden) {
      Date.now() - heardAt > 10000 ? connect() : heal();
      sync();
      drawing.linked();
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

  function begin(drawer) {
    drawing = drawer;
    setInterval(heal, 500);
    connect();
  }

  return { begin, ask, sync, sent, connected, now, forgetPlan: () => { asked = null; } };
})();
