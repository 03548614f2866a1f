// npm binance: REST, streams and its request socket.
import assert from 'node:assert/strict';
import { before, test } from 'node:test';
import { USDMClient, WebsocketAPIClient, WebsocketClient } from 'binance';
import { Venue, until } from './lib/venue.mjs';

const symbol = 'BTCUSDC';
const venue = new Venue();
let anna, ben, person;

const client = (who) => new USDMClient({ api_key: who.apiKey, api_secret: who.secret, baseUrl: venue.url, disableTimeSync: true, beautifyResponses: false });

before(async () => {
  person = await venue.person();
  anna = client(person);
  ben = client(await venue.person());
});

test('a market is read, an order is placed, changed, filled and told', async () => {
  const info = await anna.getExchangeInfo();
  assert.deepEqual(info.symbols.find((s) => s.symbol === symbol).filters.find((f) => f.filterType === 'PRICE_FILTER').tickSize, '0.1');
  const placed = await ben.submitNewOrder({ symbol, side: 'SELL', type: 'LIMIT', quantity: 0.01, price: 60_100, timeInForce: 'GTC', newOrderRespType: 'RESULT' });
  assert.equal(placed.status, 'NEW');
  const changed = await ben.modifyOrder({ symbol, side: 'SELL', orderId: placed.orderId, quantity: '0.02', price: '60110' });
  assert.deepEqual([changed.origQty, changed.price], ['0.02', '60110']);
  const book = await anna.getOrderBook({ symbol, limit: 5 });
  assert.deepEqual(book.asks.at(-1), ['60110', '0.02']);
  const taken = await anna.submitNewOrder({ symbol, side: 'BUY', type: 'MARKET', quantity: 0.02, newOrderRespType: 'RESULT' });
  assert.equal(taken.status, 'FILLED');
  const [mine] = (await anna.getAccountTrades({ symbol })).slice(-1), [theirs] = (await ben.getAccountTrades({ symbol })).slice(-1);
  assert.deepEqual([mine.id, mine.buyer, mine.maker], [theirs.id, true, false]);
  const [position] = await anna.getPositionsV3({ symbol });
  assert.equal(position.positionAmt, '0.02');
});

test('batches answer in order, each for itself', async () => {
  const order = { symbol, side: 'BUY', type: 'LIMIT', quantity: '0.001', timeInForce: 'GTC' };
  const [first, second] = await anna.submitMultipleOrders([{ ...order, price: '59000' }, { ...order, price: '0.05' }]);
  assert.deepEqual([first.status, second.code], ['NEW', -4014]);
  const [cancelled, unknown] = await anna.cancelMultipleOrders({ symbol, orderIdList: [first.orderId, 5] });
  assert.deepEqual([cancelled.status, unknown.code], ['CANCELED', -2011]);
});

test('refusals carry the documented code', async () => {
  for (const [call, code] of [
    [() => anna.getOrder({ symbol, orderId: 77 }), -2013],
    [() => anna.cancelOrder({ symbol, orderId: 77 }), -2011],
    [() => anna.getOrderBook({ symbol: 'NOSUCH' }), -1121],
    [() => anna.getOrderBook({ symbol, limit: 7 }), -4021],
    [() => anna.getKlines({ symbol, interval: '7m' }), -1120],
    [() => anna.setPositionMode({ dualSidePosition: 'false' }), -4059],
    [() => anna.setPositionMode({ dualSidePosition: 'true' }), -1020],
    [() => anna.setMultiAssetsMode({ multiAssetsMargin: 'false' }), -4171],
    [() => anna.submitNewOrder({ symbol, side: 'BUY', type: 'LIMIT', quantity: 0.001, price: 59_000, timeInForce: 'GTC', positionSide: 'LONG' }), -4061],
  ]) await assert.rejects(call, (error) => error.code === code, `expected ${code}`);
});

test('streams and the user\'s own events', async () => {
  const events = [];
  const socket = new WebsocketClient({ api_key: person.apiKey, api_secret: person.secret, wsUrl: `${venue.ws}/ws`, beautify: false }, { trace() {}, info() {}, error() {} });
  socket.on('message', (event) => events.push(event));
  socket.on('exception', () => {});
  await socket.subscribe([`${symbol.toLowerCase()}@aggTrade`, `${symbol.toLowerCase()}@depth@100ms`, `${symbol.toLowerCase()}@kline_1m`], 'usdm');
  await new Promise((resume) => setTimeout(resume, 1_000));
  await ben.submitNewOrder({ symbol, side: 'BUY', type: 'LIMIT', quantity: 0.001, price: 59_990, timeInForce: 'GTC' });
  await anna.submitNewOrder({ symbol, side: 'SELL', type: 'LIMIT', quantity: 0.001, price: 59_990, timeInForce: 'IOC' });
  await until('trade, depth and candle are told', () => ['aggTrade', 'depthUpdate', 'kline'].every((name) => events.some((e) => (e.data ?? e).e === name)));
  const depth = events.map((e) => e.data ?? e).filter((e) => e.e === 'depthUpdate');
  for (let i = 1; i < depth.length; i++) assert.equal(depth[i].pu, depth[i - 1].u);
  socket.closeAll(true);
});

test('the request socket places, tells and cancels', async () => {
  const api = new WebsocketAPIClient({ api_key: person.apiKey, api_secret: person.secret, wsUrl: `${venue.ws}/ws-fapi/v1`, beautify: false }, { trace() {}, info() {}, error() {} });
  const placed = await api.submitNewFuturesOrder('usdm', { symbol, side: 'BUY', type: 'LIMIT', quantity: '0.001', price: '59000', timeInForce: 'GTC', timestamp: Date.now() });
  assert.equal(placed.result.status, 'NEW');
  const cancelled = await api.cancelFuturesOrder('usdm', { symbol, orderId: placed.result.orderId, timestamp: Date.now() });
  assert.equal(cancelled.result.status, 'CANCELED');
  api.disconnectAll?.();
});

