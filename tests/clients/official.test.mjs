// The exchange's own connector, and binance-api-node: pointed here by their documented options.
import assert from 'node:assert/strict';
import { before, test } from 'node:test';
import { DerivativesTradingUsdsFutures } from '@binance/derivatives-trading-usds-futures';
import apiNode from 'binance-api-node';
import { Venue, until } from './lib/venue.mjs';

const symbol = 'BTCUSDC';
const venue = new Venue();
let anna, ben, other;

const connector = (who) => new DerivativesTradingUsdsFutures({
  // Its own second is too short where tests share two cores.
  configurationRestAPI: { apiKey: who.apiKey, apiSecret: who.secret, basePath: venue.url, timeout: 30_000 },
  configurationWebsocketAPI: { apiKey: who.apiKey, apiSecret: who.secret, wsURL: `${venue.ws}/ws-fapi/v1` },
  configurationWebsocketStreams: { wsURL: venue.ws },
});
const data = async (call) => (await call).data();
const order = { symbol, side: 'BUY', type: 'LIMIT', quantity: 0.001, price: 58_000, timeInForce: 'GTC' };

before(async () => {
  anna = connector(await venue.person());
  ben = connector(await venue.person());
  other = await venue.person();
  await ben.restAPI.newOrder({ ...order, side: 'SELL', quantity: 0.5, price: 60_100 });
});

test('the connector reads the market with every public call that the venue serves', async () => {
  const rest = anna.restAPI;
  assert.equal((await data(rest.exchangeInformation())).symbols.length, 6);
  assert.ok((await data(rest.checkServerTime())).serverTime > 0);
  assert.deepEqual((await data(rest.orderBook({ symbol, limit: 5 }))).asks, [['60100', '0.5']]);
  assert.equal((await data(rest.symbolOrderBookTicker({ symbol }))).askPrice, '60100');
  assert.equal((await data(rest.markPrice({ symbol }))).markPrice, '60000');
  assert.equal((await data(rest.adlRisk({ symbol }))).symbol, symbol);
  assert.deepEqual((await data(rest.queryIndexPriceConstituents({ symbol }))).constituents, []);
  assert.equal((await data(rest.queryInsuranceFundBalanceSnapshot({ symbol }))).symbols[0], symbol);
  assert.equal((await data(rest.premiumIndexKlineData({ symbol, interval: '1m' }))).at(-1)[4], '0');
  assert.equal((await data(rest.openInterest({ symbol }))).symbol, symbol);
  assert.equal((await data(rest.getFundingRateInfo()))[0].fundingIntervalHours, 1);
});

test('the connector places, changes, fills and cancels, and both sides read the same', async () => {
  const placed = await data(anna.restAPI.newOrder(order));
  const changed = await data(anna.restAPI.modifyOrder({ symbol, orderId: placed.orderId, side: 'BUY', quantity: 0.002, price: 58_001 }));
  assert.deepEqual([changed.origQty, changed.price], ['0.002', '58001']);
  assert.equal((await data(anna.restAPI.queryOrder({ symbol, orderId: placed.orderId }))).price, '58001');
  assert.equal((await data(anna.restAPI.cancelOrder({ symbol, orderId: placed.orderId }))).status, 'CANCELED');
  await anna.restAPI.newOrder({ symbol, side: 'BUY', type: 'MARKET', quantity: 0.003 });
  const [mine, theirs] = [(await data(anna.restAPI.accountTradeList({ symbol }))).at(-1), (await data(ben.restAPI.accountTradeList({ symbol }))).at(-1)];
  assert.deepEqual([mine.id, mine.qty, mine.maker], [theirs.id, theirs.qty, false]);
  assert.equal((await data(anna.restAPI.positionInformationV3({ symbol })))[0].positionAmt, '0.003');
  assert.equal((await data(anna.restAPI.positionAdlQuantileEstimation({ symbol })))[0].adlQuantile.BOTH, 4);
  assert.deepEqual(await data(anna.restAPI.usersForceOrders({ symbol })), []);
  await data(anna.restAPI.changeMarginType({ symbol: 'ETHUSDC', marginType: 'ISOLATED' }));
  assert.deepEqual(await data(anna.restAPI.getPositionMarginChangeHistory({ symbol: 'ETHUSDC' })), []);
  await assert.rejects(() => anna.restAPI.cancelOrder({ symbol, orderId: 77 }), /Unknown order sent/);
});

test('the connector\'s request socket and its streams', async () => {
  const requests = await anna.websocketAPI.connect();
  const placed = (await requests.newOrder({ ...order, price: 58_002 })).data;
  assert.equal(placed.status, 'NEW');
  assert.equal((await requests.cancelOrder({ symbol, orderId: placed.orderId })).data.status, 'CANCELED');
  await requests.disconnect();
  const { listenKey } = await data(anna.restAPI.startUserDataStream());
  const streams = await anna.websocketStreams.connect();
  const events = [];
  const collect = (event) => events.push(event);
  streams.aggregateTradeStreams({ symbol: 'btcusdc' }).on('message', collect);
  streams.diffBookDepthStreams({ symbol: 'btcusdc', updateSpeed: '100ms' }).on('message', collect);
  streams.userData(listenKey).on('message', collect);
  await until('trade, depth and the own order are told', async () => {
    await anna.restAPI.newOrder({ ...order, price: 60_100, timeInForce: 'IOC' });
    return ['aggTrade', 'depthUpdate', 'ORDER_TRADE_UPDATE', 'ACCOUNT_UPDATE'].every((name) => events.some((e) => e.e === name));
  });
  await streams.disconnect();
});

test('binance-api-node trades on its futures methods', async () => {
  const client = (apiNode.default ?? apiNode)({ apiKey: other.apiKey, apiSecret: other.secret, httpFutures: venue.url, wsFutures: `${venue.ws}/ws` });
  assert.equal((await client.futuresExchangeInfo()).symbols.length, 6);
  const placed = await client.futuresOrder({ symbol, side: 'BUY', type: 'LIMIT', quantity: '0.001', price: '58000', timeInForce: 'GTC' });
  assert.deepEqual((await client.futuresOpenOrders({ symbol })).map((o) => o.orderId), [placed.orderId]);
  assert.equal((await client.futuresCancelOrder({ symbol, orderId: placed.orderId })).status, 'CANCELED');
  await assert.rejects(() => client.futuresCancelOrder({ symbol, orderId: 77 }), (error) => error.code === -2011);
  const told = [];
  const end = client.ws.futuresAggTrades(symbol, (event) => told.push(event));
  await until('a trade is told', async () => {
    await client.futuresOrder({ symbol, side: 'BUY', type: 'MARKET', quantity: '0.001' });
    return told.length > 0;
  });
  assert.equal(told[0].symbol, symbol);
  end({ keepClosed: true });
});
