// Keeps the terminal's own files, so that it opens without a connection and says so. What the venue tells is never kept here: prices, balances and orders that are old must not look alive.
const Shell = 'shell';
const AssetsMost = 160;
const page = '/index.html';
const venue = /^\/(api|ws|docs|health|ready)(\/|$)/;

self.addEventListener('install', (event) => event.waitUntil(caches.open(Shell).then((cache) => cache.addAll([page, '/theme.js', '/icon.svg'])).then(() => self.skipWaiting())));
self.addEventListener('activate', (event) => event.waitUntil(self.clients.claim()));

self.addEventListener('fetch', (event) => {
  const { request } = event;
  const url = new URL(request.url);
  if (request.method !== 'GET' || url.origin !== self.location.origin || venue.test(url.pathname)) return;
  if (request.mode === 'navigate') event.respondWith(fresh(request, page));
  else if (url.pathname.startsWith('/assets/')) event.respondWith(kept(request));
  else event.respondWith(fresh(request, request));
});

// Names under /assets/ carry a hash of what they hold: the one that is kept is the right one.
async function kept(request) {
  const cache = await caches.open(Shell);
  const found = await cache.match(request);
  if (found) return found;
  const answer = await fetch(request);
  if (answer.ok) {
    await cache.put(request, answer.clone());
    await trim(cache);
  }
  return answer;
}

// Everything else is asked for each time; what is kept is for when nobody answers.
async function fresh(request, as) {
  const cache = await caches.open(Shell);
  try {
    const answer = await fetch(request);
    if (answer.ok && answer.type === 'basic') await cache.put(as, answer.clone());
    return answer;
  } catch (lost) {
    const found = await cache.match(as);
    if (found) return found;
    throw lost;
  }
}

// Files of builds that are gone: the oldest go first.
async function trim(cache) {
  const assets = (await cache.keys()).filter((request) => new URL(request.url).pathname.startsWith('/assets/'));
  await Promise.all(assets.slice(0, Math.max(0, assets.length - AssetsMost)).map((request) => cache.delete(request)));
}
