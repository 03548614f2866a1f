// Books and a user's stream while orders flow as fast as eight makers can place them; FLOW_ORDERS says how many.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { WebsocketClient } from 'binance';
import { createRequire } from 'node:module';
import { Venue, until } from './lib/venue.mjs';

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

after(() => anna.close());

/** Makers place fifty orders at a time on both sides, some of which trade with each other, and take all away now and then. */
async function flow(maker, count) {
  for (let round = 0; count.orders < ORDERS; round++) {
    const commands = Array.from({ length: 50 }, (_, i) => {
      const side = (i + round) % 2 ? 'sell' : 'buy', away = (i * 7 + round * 3) % 90;
      // One in ten crosses to the other side.
      const price = ((side === 'buy') === (i % 10 !== 0) ? 59_999 - away / 10 : 60_001 + away / 10).toFixed(1);
      return { op: 'place', body: { type: 'limit', market: 'BTC-PERP', side, price, qty: '0.0002', tif: i % 10 === 0 ? 'ioc' : 'gtc' } };
    });
    count.orders += (await venue.native('/orders/batch', { commands }, maker.token)).answers.filter((a) => a.orderId).length;
    if (round % 3 === 2) count.cancels += (await venue.native('/orders?market=BTC-PERP', undefined, maker.token, 'DELETE')).cancelled;
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

/** The account's fills as history has them, page by page. */
async function fills() {
  const found = [];
  for (let from = 1; ; from = found.at(-1) + 1) {
    const page = await anna.fapiPrivateGetUserTrades({ symbol, fromId: from, limit: 1000 });
    found.push(...page.map((fill) => Number(fill.id)));
    if (page.length < 1000) return found;
  }
}

/** A listen key's fills, over sockets that come and go. */
function listen(listenKey, told) {
  const socket = new WebSocket(`${venue.ws}/private/ws?listenKey=${listenKey}`);
  socket.on('message', (text) => {
    const event = JSON.parse(text);
    if (event.e === 'ORDER_TRADE_UPDATE' && event.o.x === 'TRADE') told.push(event.o.t);
  });
  socket.on('error', () => {});
  return new Promise((resume) => socket.on('open', () => resume(socket)));
}

test('books stay the server\'s and a user\'s stream has each fill once, over sockets that come and go, under flow', async (t) => {
  const broken = [];
  const local = new LocalBook();
  const sockets = new WebsocketClient({ wsUrl: `${venue.ws}/ws`, beautify: false }, { trace() {}, info() {}, error() {} });
  sockets.on('message', (event) => { if ((event.data ?? event).e === 'depthUpdate') try { local.take(event.data ?? event); } catch (error) { broken.push(error); } });
  sockets.on('exception', () => {});
  await sockets.subscribe([`${symbol.toLowerCase()}@depth@100ms`], 'usdm');
  let watching = true;
  const watched = (async () => { while (watching) await anna.watchOrderBook(BTC); })().catch((error) => watching && broken.push(error));
  const { listenKey } = await anna.fapiPrivatePostListenKey();
  const told = [];
  let stream = await listen(listenKey, told), reconnects = 0;

  const began = Date.now(), count = { orders: 0, cancels: 0 };
  const flows = makers.map((maker) => flow(maker, count));
  await local.join(() => anna.fapiPublicGetDepth({ symbol, limit: 1000 }));
  let mine = 0;
  for (let i = 0; count.orders < ORDERS; i++) {
    const order = await anna.createOrder(BTC, 'limit', i % 2 ? 'sell' : 'buy', 0.001, i % 2 ? 59_900 : 60_100, { timeInForce: 'IOC' });
    if (order.filled > 0) mine++;
    if (i % 20 === 10) {
      const gone = new Promise((resume) => stream.on('close', resume));
      stream.close();
      reconnects++;
      const cut = await anna.createOrder(BTC, 'limit', 'buy', 0.001, 60_100, { timeInForce: 'IOC' });
      if (cut.filled > 0) mine++;
      await gone;
      stream = await listen(listenKey, told);
    }
  }
  await Promise.all(flows);
  t.diagnostic(`${count.orders} orders and ${count.cancels} cancels in ${((Date.now() - began) / 1000).toFixed(1)} s, ${mine} own orders filled, ${reconnects} sockets closed`);

  assert.ok(mine > 5 && reconnects > 0, 'the account traded over sockets that were closed');
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
    history = await fills();
    return told.at(-1) === history.at(-1);
  }, 30_000, 500);
  assert.deepEqual(told, history);
  assert.deepEqual(broken, []);
  watching = false;
  stream.terminate();
  sockets.closeAll(true);
  await Promise.race([watched, Promise.resolve()]);
});
