// Runs before the first paint: sets the stored theme and the tag colours, and hides dismissed results.
// The other scripts remember by it, too.
// It sets styles through the CSSOM, because the Content-Security-Policy allows no style attributes.
window.early = (function () {
  'use strict';

  const root = document.documentElement;
  root.classList.add('js');

  function remembered(key) {
    try {
      return localStorage.getItem(key);
    } catch (blocked) {
      return null;
    }
  }

  function remember(key, value) {
    try {
      localStorage.setItem(key, value);
    } catch (blocked) { /* It lasts as long as the page. */ }
  }

  const theme = remembered('theme');
  if (theme === 'light' || theme === 'dark') {
    root.dataset.theme = theme;
  }

  function paint(element) {
    if (element.dataset.bg) {
      element.style.setProperty('--tag', element.dataset.bg);
      element.style.setProperty('--tag-ink', element.dataset.fg);
    }
    if (element.dataset.from) {
      element.style.setProperty('--from', element.dataset.from);
    }
    if (element.dataset.launch) {
      element.hidden = element.dataset.over === 'true' && element.dataset.launch === remembered('dismissed');
    }
  }

  function paintAll(node) {
    if (node.nodeType !== Node.ELEMENT_NODE) {
      return;
    }
    paint(node);
    node.querySelectorAll('[data-bg], [data-launch]').forEach(paint);
  }

  new MutationObserver((records) => {
    for (const record of records) {
      if (record.type === 'attributes') {
        paint(record.target);
      }
      record.addedNodes.forEach(paintAll);
    }
  }).observe(root, {
    childList: true,
    subtree: true,
    attributes: true,
    attributeFilter: ['data-bg', 'data-fg', 'data-from', 'data-launch', 'data-over'],
  });

  return { remember, remembered };
})();
