// Before the first paint, so that nothing flashes; a file, because the content security policy takes no inline script.
(function () {
  var root = document.documentElement;
  var saved = {};
  try { saved = (JSON.parse(localStorage.getItem('peregrine.preferences')) || {}).state || {}; } catch { /* private mode: defaults hold */ }
  var light = saved.theme === 'light' || (saved.theme === 'system' && matchMedia('(prefers-color-scheme: light)').matches);
  root.dataset.theme = light ? 'light' : 'dark';
  root.dataset.palette = saved.palette === 'safe' ? 'safe' : 'classic';
})();
