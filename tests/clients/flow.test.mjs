// Books and a user's stream while orders flow as fast as eight makers can place them, FLOW_ORDERS of them; VENUE_KEEPER is the address of who kills and stops the venue and starts it again.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { WebsocketClient } from 'binance';
import { createRequire } from 'node:module';
import { Venue, leave, micros, until } from './lib/venue.mjs';

const WebSocket = createRequire(import.meta.url)('ws');
const BTC = 'BTC/USDC:USDC', symbol = 'BTCUSDC';
const ORDERS = Number(process.env.FLOW_ORDERS ?? 12_000);
const venue = new Venue();
let anna, person, makers;

before(async () => {
  person = await venue.person();
  anna = await venue.ccxt(person);
  makers = await Promise.all(Array.from({ length: 8 }, () => venue.person()));
});

after(() => leave(anna));

/** Makers place fifty orders at a time on both sides, some of which trade with each other, and take all away now and then. */
async function flow(maker, count, isOver) {
  for (let round = 0; !isOver(); round++) {
    const commands = Array.from({ length: 50 }, (_, i) => {
      const side = (i + round) % 2 ? 'sell' : 'buy', away = (i * 7 + round * 3) % 90;
      // One in ten crosses to the other side.
      const price = ((side === 'buy') === (i % 10 !== 0) ? 59_999 - away / 10 : 60_001 + away / 10).toFixed(1);
      return { op: 'place', body: { type: 'limit', market: 'BTC-PERP', side, price, qty: '0.0002', tif: i % 10 === 0 ? 'ioc' : 'gtc' } };
    });
    // Added when they are there: others count at the same time.
    const { answers } = await venue.native('/orders/batch', { commands }, maker.token);
    count.orders += answers.filter((a) => a.orderId).length;
    if (round % 3 !== 2) continue;
    const { cancelled } = await venue.native('/orders?market=BTC-PERP', undefined, maker.token, 'DELETE');
    count.cancels += cancelled;
  }
}

/** The published recipe for a local book, on npm binance's socket: whatever breaks the chain fails the test. */
class LocalBook {
  constructor() {
    this.events = [];
    this.sides = { b: new Map(), a: new Map() };
    this.last = undefined;
  }

  async join(fetchDepth) {
    await until('events come', () => this.events.length > 0);
    for (;;) {
      const snapshot = await fetchDepth();
      await until('an event behind the snapshot', () => this.events.at(-1).u >= snapshot.lastUpdateId);
      const from = this.events.findIndex((e) => e.u >= snapshot.lastUpdateId);
      if (this.events[from].U > snapshot.lastUpdateId) continue;
      for (const [side, levels] of [['b', snapshot.bids], ['a', snapshot.asks]]) for (const [price, qty] of levels) this.sides[side].set(price, qty);
      const waiting = this.events.slice(from);
      this.events = undefined;
      for (const event of waiting) this.apply(event);
      return;
    }
  }

  take(event) {
    if (this.events) this.events.push(event);
    else this.apply(event);
  }

  apply(event) {
    if (this.last !== undefined) assert.equal(event.pu, this.last, 'the chain of events is whole');
    this.last = event.u;
    for (const side of ['b', 'a']) for (const [price, qty] of event[side]) qty === '0' ? this.sides[side].delete(price) : this.sides[side].set(price, qty);
  }

  /** As a snapshot tells it. */
  told() {
    const by = (sign) => ([p], [q]) => sign * (Number(p) - Number(q));
    return [[...this.sides.b].sort(by(-1)), [...this.sides.a].sort(by(1))];
  }
}

/** The account's trades from one on, as history has them, page by page. */
async function trades(from = 1) {
  const found = [];
  for (;;) {
    const page = await anna.fapiPrivateGetUserTrades({ symbol, fromId: from, limit: 1000 });
    found.push(...page);
    if (page.length < 1000) return found;
    from = Number(found.at(-1).id) + 1;
  }
}

const ids = (found) => found.map((trade) => Number(trade.id));

/** A listen key's fills, over sockets that are cut off: what was on its way then comes again, so a fill that is no newer than the last is passed over and counted. */
function listen(listenKey, told) {
  const socket = new WebSocket(`${venue.ws}/private/ws?listenKey=${listenKey}`);
  socket.on('message', (text) => {
    const event = JSON.parse(text);
    if (event.e !== 'ORDER_TRADE_UPDATE' || event.o.x !== 'TRADE') return;
    if (told.ids.length === 0 || event.o.t > told.ids.at(-1)) told.ids.push(event.o.t);
    else told.again++;
  });
  socket.on('error', () => {});
  socket.on('close', (code, why) => { told.closed = `closed with ${code} ${why}`; });
  return new Promise((resume) => socket.on('open', () => resume(socket)));
}

test('books stay the server\'s and a user\'s stream misses no fill, over sockets that are cut off, under flow', async (t) => {
  const broken = [];
  const local = new LocalBook();
  const sockets = new WebsocketClient({ wsUrl: `${venue.ws}/ws`, beautify: false }, { trace() {}, info() {}, error() {} });
  sockets.on('message', (event) => { if ((event.data ?? event).e === 'depthUpdate') try { local.take(event.data ?? event); } catch (error) { broken.push(error); } });
  sockets.on('exception', () => {});
  await sockets.subscribe([`${symbol.toLowerCase()}@depth@100ms`], 'usdm');
  let watching = true;
  const watched = (async () => { while (watching) await anna.watchOrderBook(BTC); })().catch((error) => watching && broken.push(error));
  const { listenKey } = await anna.fapiPrivatePostListenKey();
  const told = { ids: [], again: 0 };
  let stream = await listen(listenKey, told), reconnects = 0;

  const began = Date.now(), count = { orders: 0, cancels: 0 };
  let mine = 0;
  // However fast the makers are, the account is cut off among them more than once.
  const isOver = () => count.orders >= ORDERS && mine > 5 && reconnects > 2;
  const flows = makers.map((maker) => flow(maker, count, isOver));
  await local.join(() => anna.fapiPublicGetDepth({ symbol, limit: 1000 }));
  for (let i = 0; !isOver(); i++) {
    const order = await anna.createOrder(BTC, 'limit', i % 2 ? 'sell' : 'buy', 0.001, i % 2 ? 59_900 : 60_100, { timeInForce: 'IOC' });
    if (order.filled > 0) mine++;
    if (i % 8 === 4) {
      // In the middle of an order's events, without a word.
      const cut = anna.createOrder(BTC, 'limit', 'buy', 0.001, 60_100, { timeInForce: 'IOC' });
      // Or the venue cut it off before, because we read too slowly: the next socket goes on there as well.
      await new Promise((resume) => stream.readyState === WebSocket.OPEN ? stream.once('message', resume).once('close', resume) : resume());
      stream.terminate();
      reconnects++;
      if ((await cut).filled > 0) mine++;
      stream = await listen(listenKey, told);
    }
  }
  await Promise.all(flows);
  t.diagnostic(`${count.orders} orders and ${count.cancels} cancels in ${((Date.now() - began) / 1000).toFixed(1)} s, ${mine} own orders filled, ${reconnects} sockets cut off, ${told.again} fills told again`);

  // The last order's answer may be here before the server's own book and history have it: each is asked again until both sides agree.
  const books = async (what, ours, theirs) => until(what, async () => JSON.stringify(ours()) === JSON.stringify(await theirs()), 30_000, 500);
  await books('the recipe\'s book is the server\'s', () => local.told(), async () => {
    const { bids, asks } = await anna.fapiPublicGetDepth({ symbol, limit: 1000 });
    return [bids, asks];
  });
  await books('ccxt\'s book is the server\'s', () => [anna.orderbooks[BTC].bids.slice(0), anna.orderbooks[BTC].asks.slice(0)], async () => {
    const { bids, asks } = await anna.fetchOrderBook(BTC, 1000);
    return [bids, asks];
  });
  let history;
  await until('every fill is told and kept', async () => {
    history = ids(await trades());
    return told.ids.at(-1) === history.at(-1);
  }, 30_000, 500);
  assert.deepEqual(told.ids, history);
  assert.deepEqual(broken, []);
  watching = false;
  stream.terminate();
  sockets.closeAll(true);
  await Promise.race([watched, Promise.resolve()]);
});

/** Again and again, through a time in which nobody answers; undefined when it is not known what became of the last try. */
async function patiently(call) {
  try {
    return await call();
  } catch (error) {
    if (error instanceof assert.AssertionError && !/: 5\d\d /.test(error.message)) throw error;
    await until('the venue answers', () => anna.fapiPublicGetPing().then(() => true, () => false), 60_000, 50);
    return undefined;
  }
}

for (const how of ['kill', 'stop']) {
  test(`no fill is missed when the venue is ended by a ${how} under flow, by the stream and the trades behind the last one heard`, async (t) => {
    const before = ids(await trades());
    const told = { ids: [...before], again: 0 };
    const listenKey = async () => (await anna.fapiPrivatePostListenKey()).listenKey;
    const old = await listenKey();
    await listen(old, told);
    const orders = ORDERS / 2, count = { orders: 0, cancels: 0 };
    const answered = [];
    let ended, stream;
    const isOver = () => count.orders >= orders && stream !== undefined && answered.length > 20;
    const flows = makers.map(async (maker) => { while (!isOver()) await patiently(() => flow(maker, count, isOver)); });
    for (let i = 0; !isOver(); i++) {
      if (!ended && count.orders > orders / 3) ended = fetch(`${process.env.VENUE_KEEPER}/${how}`);
      const order = await patiently(() => anna.createOrder(BTC, 'limit', i % 2 ? 'sell' : 'buy', 0.001, i % 2 ? 59_900 : 60_100, { timeInForce: 'IOC' }));
      if (order?.filled > 0) answered.push(order);
      if (order || !ended || stream) continue;
      // Listen keys end with the venue; a new one begins with the present, so what lies between is asked for, after it is open.
      await ended;
      await assert.rejects(anna.fapiPrivatePutListenKey(), /-1125/);
      const heard = { ids: [], again: 0 }, last = told.ids.at(-1) ?? 0;
      stream = await listen(await listenKey(), heard);
      const missed = ids(await trades(last + 1));
      told.ids.push(...missed);
      told.later = heard;
    }
    await Promise.all(flows);
    let history;
    const lasts = () => `every fill is told and kept: ${told.ids.at(-1)}, ${told.later.ids.at(-1)}, ${history.at(-1)?.id}, ${told.later.closed}`;
    await until(lasts, async () => {
      history = await trades();
      return Math.max(told.ids.at(-1), told.later.ids.at(-1) ?? 0) === Number(history.at(-1).id);
    }, 30_000, 500);
    const all = [...told.ids, ...told.later.ids.filter((id) => id > told.ids.at(-1))];
    t.diagnostic(`${count.orders} orders, ${all.length - before.length} own fills, ${told.later.ids.length} of them after the venue came back`);
    assert.deepEqual(all, ids(history));
    // What was answered is there to the last unit, and the position is what the fills come to.
    for (const order of answered) {
      const filled = history.filter((trade) => String(trade.orderId) === order.id).reduce((sum, trade) => sum + micros(trade.qty), 0n);
      assert.equal(filled, micros(order.filled), `order ${order.id}`);
    }
    const signed = history.reduce((sum, trade) => sum + (trade.side === 'BUY' ? micros(trade.qty) : -micros(trade.qty)), 0n);
    assert.equal(micros((await anna.fapiPrivateV3GetPositionRisk({ symbol }))[0]?.positionAmt ?? '0'), signed);
    stream.terminate();
  });
}
