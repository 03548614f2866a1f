// ccxt.pro and npm binance over sockets: books that stay the server's under flow, users' own events without one lost or doubled.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { Venue, leave, micros, until } from './lib/venue.mjs';

const BTC = 'BTC/USDC:USDC';
const venue = new Venue();
let anna, ben;

before(async () => {
  anna = await venue.ccxt(await venue.person());
  ben = await venue.ccxt(await venue.person());
  await ben.createOrder(BTC, 'limit', 'sell', 0.05, 60_100);
  await ben.createOrder(BTC, 'limit', 'buy', 0.05, 59_900);
});

after(() => leave(anna, ben));

/** Calls a watch again and again, and keeps what it gave. */
function watching(call) {
  const seen = [];
  seen.done = (async () => {
    try {
      for (;;) seen.push(structuredClone(await call()));
    } catch (error) {
      seen.error = error;
    }
  })();
  return seen;
}

test('a trader is told of orders, fills, money and position as they come', async () => {
  const orders = watching(() => anna.watchOrders(BTC)), trades = watching(() => anna.watchMyTrades(BTC)), balances = watching(() => anna.watchBalance());
  const positions = watching(() => anna.watchPositions([BTC]));
  await until('the private socket is open', () => {
    const own = Object.entries(anna.clients).filter(([url]) => url.includes('/private'));
    return own.length > 0 && own.every(([, client]) => client.connection?.readyState === 1);
  });
  await new Promise((resume) => setTimeout(resume, 1_000));
  const limit = await anna.createOrder(BTC, 'limit', 'buy', 0.003, 60_100);
  const market = await anna.createOrder(BTC, 'market', 'sell', 0.001);
  const resting = await anna.createOrder(BTC, 'limit', 'buy', 0.002, 59_000);
  await anna.cancelOrder(resting.id, BTC);
  await until('fills and the cancel are told', () => trades.flat().length >= 2 && orders.flat().some((o) => o.id === resting.id && o.status === 'canceled') && positions.flat().length > 0);
  const told = trades.flat();
  assert.deepEqual(told.map((t) => [t.order, t.price, t.amount, t.side]), [[limit.id, 60_100, 0.003, 'buy'], [market.id, 59_900, 0.001, 'sell']]);
  const history = await anna.fetchMyTrades(BTC);
  assert.deepEqual(told.map((t) => [t.id, micros(t.fee.cost)]), history.map((t) => [t.id, micros(t.fee.cost)]));
  const account = await anna.fapiPrivateV3GetAccount();
  await until('the balance told is the account\'s', () => balances.length > 0 && micros(balances.at(-1).USDC.total) === micros(account.totalWalletBalance));
  assert.equal(positions.flat().at(-1).contracts, 0.002);
});

test('public channels tell what happens', async () => {
  const trades = anna.watchTrades(BTC), candles = anna.watchOHLCV(BTC, '1m'), ticker = anna.watchTicker(BTC), mark = anna.watchMarkPrice(BTC), best = anna.watchBidsAsks([BTC]);
  await new Promise((resume) => setTimeout(resume, 1_000));
  await anna.createOrder(BTC, 'limit', 'buy', 0.001, 60_100);
  assert.deepEqual((await trades).map((t) => [t.price, t.amount, t.side]), [[60_100, 0.001, 'buy']]);
  assert.ok((await candles).at(-1)[5] > 0);
  assert.equal((await mark).markPrice, 60_000);
  assert.equal((await ticker).symbol, BTC);
  assert.equal((await best)[BTC].bid, 59_900);
});

test('a local book made by ccxt\'s recipe is the server\'s book, in a quiet market and under flow', async () => {
  const books = watching(async () => {
    const book = await anna.watchOrderBook(BTC);
    return { nonce: book.nonce };
  });
  await until('the book is joined', () => anna.orderbooks[BTC]?.nonce !== undefined && anna.orderbooks[BTC].bids.length > 0);
  await same('quiet');
  for (let round = 0; round < 12; round++) {
    const placed = await Promise.all(Array.from({ length: 10 }, (_, i) => ben.createOrder(BTC, 'limit', i % 2 ? 'sell' : 'buy', 0.001, i % 2 ? 60_101 + round + i : 59_899 - round - i)));
    if (round % 3 === 0) await anna.createOrder(BTC, 'limit', 'buy', 0.0015, 60_200, { timeInForce: 'IOC' });
    await Promise.all(placed.filter((_, i) => (round + i) % 3 !== 0).map((o) => ben.cancelOrder(o.id, BTC).catch(() => undefined)));
  }
  await same('after flow');
  assert.ok(books.length > 3);
  assert.equal(books.error, undefined);
});

async function same(when) {
  await until(`the books are equal ${when}`, async () => {
    const theirs = await ben.fetchOrderBook(BTC, 1000);
    const mine = anna.orderbooks[BTC];
    return JSON.stringify([mine.bids.slice(0), mine.asks.slice(0)]) === JSON.stringify([theirs.bids, theirs.asks]);
  });
}

test('orders over the request socket', async () => {
  const placed = await anna.createOrderWs(BTC, 'limit', 'buy', 0.001, 59_000);
  assert.equal(placed.status, 'open');
  const edited = await anna.editOrderWs(placed.id, BTC, 'limit', 'buy', 0.002, 59_001);
  assert.deepEqual([edited.id, edited.amount, edited.price], [placed.id, 0.002, 59_001]);
  assert.equal((await anna.fetchOrderWs(placed.id, BTC)).price, 59_001);
  assert.equal((await anna.cancelOrderWs(placed.id, BTC)).status, 'canceled');
  assert.equal((await anna.fetchBalanceWs()).USDC.total, Number((await anna.fapiPrivateV3GetAccount()).totalMarginBalance));
  assert.equal((await anna.fetchPositionsWs([BTC]))[0].symbol, BTC);
});
