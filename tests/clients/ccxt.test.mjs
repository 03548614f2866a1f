// ccxt's unified methods over HTTP, two traders against each other.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { Venue, leave, micros, thrown, until } from './lib/venue.mjs';

const BTC = 'BTC/USDC:USDC', ETH = 'ETH/USDC:USDC';
const venue = new Venue();
let anna, ben;

before(async () => {
  anna = await venue.ccxt(await venue.person());
  ben = await venue.ccxt(await venue.person());
});

after(() => leave(anna, ben));

test('markets have names, grids and limits that the settings gave them', () => {
  const market = anna.market(BTC);
  assert.deepEqual(
    [market.id, market.base, market.quote, market.settle, market.linear, market.active, market.precision.price, market.precision.amount, market.limits.cost.min],
    ['BTCUSDC', 'BTC', 'USDC', 'USDC', true, true, 0.1, 0.00001, 5],
  );
  assert.equal(Object.keys(anna.markets).length, 6);
});

test('clock and status', async () => {
  assert.ok(Math.abs((await anna.fetchTime()) - Date.now()) < 5_000);
  assert.equal((await anna.fetchStatus()).status, 'ok');
});

test('two traders see the same fills, and their money adds up to the last unit', async () => {
  const before = [await wallet(anna), await wallet(ben)];
  const resting = await ben.createOrder(BTC, 'limit', 'sell', 0.01, 60_100);
  assert.deepEqual([resting.status, resting.filled], ['open', 0]);
  const taken = await anna.createOrder(BTC, 'limit', 'buy', 0.004, 60_200);
  assert.deepEqual([taken.status, taken.filled, taken.average, taken.cost], ['closed', 0.004, 60_100, 240.4]);
  const market = await anna.createOrder(BTC, 'market', 'buy', 0.001);
  assert.deepEqual([market.status, market.filled, market.average], ['closed', 0.001, 60_100]);
  const [mine, theirs] = [await anna.fetchMyTrades(BTC), await ben.fetchMyTrades(BTC)];
  assert.deepEqual(mine.map((t) => [t.id, t.price, t.amount, t.side, t.takerOrMaker]), [[mine[0].id, 60_100, 0.004, 'buy', 'taker'], [mine[1].id, 60_100, 0.001, 'buy', 'taker']]);
  assert.deepEqual(theirs.map((t) => [t.id, t.amount, t.side, t.takerOrMaker]), mine.map((t) => [t.id, t.amount, 'sell', 'maker']));
  const tape = await anna.fetchTrades(BTC);
  assert.deepEqual(tape.slice(-2).map((t) => [t.id, t.amount]), mine.map((t) => [t.id, t.amount]));
  for (const [trader, start, trades] of [[anna, before[0], mine], [ben, before[1], theirs]]) {
    const fees = trades.reduce((sum, t) => sum + micros(t.info.commission), 0n);
    assert.equal((await wallet(trader)), start - fees);
  }
  const [long] = await anna.fetchPositions([BTC]);
  const [short] = await ben.fetchPositions([BTC]);
  assert.deepEqual([long.side, long.contracts, long.entryPrice], ['long', 0.005, 60_100]);
  assert.deepEqual([short.side, short.contracts, short.entryPrice], ['short', 0.005, 60_100]);
  assert.equal(micros(long.info.positionAmt) + micros(short.info.positionAmt), 0n);
  const open = await ben.fetchOrder(resting.id, BTC);
  assert.deepEqual([open.status, open.filled, open.remaining, open.average], ['open', 0.005, 0.005, 60_100]);
  assert.equal((await anna.fetchOpenInterest(BTC)).openInterestAmount, 0.005);
});

test('the account keeps the identities that clients check', async () => {
  await anna.createOrder(BTC, 'limit', 'buy', 0.002, 59_000);
  const account = await anna.fapiPrivateV3GetAccount();
  assert.equal(micros(account.totalMarginBalance), micros(account.totalWalletBalance) + micros(account.totalUnrealizedProfit));
  assert.equal(micros(account.totalInitialMargin), micros(account.totalPositionInitialMargin) + micros(account.totalOpenOrderInitialMargin));
  assert.equal(micros(account.availableBalance), micros(account.totalCrossWalletBalance) + micros(account.totalCrossUnPnl) - micros(account.totalInitialMargin));
  assert.ok(micros(account.totalOpenOrderInitialMargin) > 0n);
  const balance = await anna.fetchBalance();
  assert.equal(micros(balance.USDC.total), micros(account.totalMarginBalance));
  await anna.cancelAllOrders(BTC);
});

test('what was done is told by history: orders, income, candles', async () => {
  const trades = await anna.fetchMyTrades(BTC);
  const closed = await anna.fetchClosedOrders(BTC);
  assert.deepEqual(closed.filter((o) => o.status === 'closed').map((o) => [o.filled, o.average]), [[0.004, 60_100], [0.001, 60_100]]);
  const income = await anna.fapiPrivateGetIncome({ incomeType: 'COMMISSION' });
  assert.deepEqual(income.map((i) => [i.tradeId, -micros(i.income)]), trades.map((t) => [t.id, micros(t.info.commission)]));
  const paper = await anna.fetchLedger('USDC');
  assert.deepEqual(paper.filter((l) => l.type === 'transfer').map((l) => l.amount), [5000]);
  const [first] = await anna.fetchOHLCV(BTC, '1m', 1, 5);
  assert.deepEqual(first.slice(1), [60_100, 60_100, 60_100, 60_100, first[5]]);
  const all = await anna.fetchOHLCV(BTC, '1m');
  assert.equal(all.at(0)[0], first[0]);
  for (let i = 1; i < all.length; i++) assert.equal(all[i][0] - all[i - 1][0], 60_000);
  assert.equal((await anna.fetchMarkOHLCV(BTC, '1m')).at(-1)[4], 60_000);
  assert.equal((await anna.fetchIndexOHLCV(BTC, '1h')).at(-1)[4], 60_000);
  const ticker = await anna.fetchTicker(BTC);
  assert.deepEqual([ticker.last, ticker.high, ticker.low, ticker.baseVolume], [60_100, 60_100, 60_100, 0.005]);
});

test('orders of every kind are placed, told and taken back', async () => {
  const post = await anna.createOrder(BTC, 'limit', 'buy', 0.002, 58_000, { postOnly: true });
  assert.deepEqual([post.timeInForce, post.postOnly], ['PO', true]);
  const edited = await anna.editOrder(post.id, BTC, 'limit', 'buy', 0.003, 58_100);
  assert.deepEqual([edited.id, edited.amount, edited.price], [post.id, 0.003, 58_100]);
  assert.equal((await anna.cancelOrder(post.id, BTC)).status, 'canceled');
  assert.equal((await anna.fetchOrder(post.id, BTC)).status, 'canceled');
  const gone = await anna.createOrder(BTC, 'limit', 'buy', 0.002, 58_000, { timeInForce: 'IOC' });
  assert.deepEqual([gone.status, gone.filled], ['expired', 0]);
  const placed = await anna.createOrders([
    { symbol: BTC, type: 'limit', side: 'buy', amount: 0.002, price: 58_000 },
    { symbol: BTC, type: 'limit', side: 'buy', amount: 0.002, price: 58_001 },
  ]);
  assert.deepEqual(placed.map((o) => o.status), ['open', 'open']);
  assert.deepEqual((await anna.fetchOpenOrders(BTC)).map((o) => o.id), placed.map((o) => o.id));
  const cancelled = await anna.cancelOrders(placed.map((o) => o.id), BTC);
  assert.deepEqual(cancelled.map((o) => o.status), ['canceled', 'canceled']);
  assert.deepEqual(await anna.fetchOpenOrders(BTC), []);
});

test('conditional orders wait in the algo service, and what is attached to an entry becomes its bracket', async () => {
  const stop = await anna.createOrder(BTC, 'market', 'sell', 0.001, undefined, { stopLossPrice: 59_000 });
  const limit = await anna.createOrder(BTC, 'limit', 'sell', 0.001, 61_500, { takeProfitPrice: 61_400 });
  const trailing = await anna.createOrder(BTC, 'market', 'sell', 0.001, undefined, { trailingPercent: 1.5 });
  const waiting = await anna.fetchOpenOrders(BTC, undefined, undefined, { trigger: true });
  assert.deepEqual(waiting.map((o) => [o.id, o.info.orderType]), [[stop.id, 'STOP_MARKET'], [limit.id, 'TAKE_PROFIT'], [trailing.id, 'TRAILING_STOP_MARKET']]);
  assert.equal(waiting[2].info.callbackRate, '1.5');
  for (const order of waiting) assert.equal((await anna.cancelOrder(order.id, BTC, { trigger: true })).status, 'canceled');
  const entry = await anna.createOrder(BTC, 'limit', 'buy', 0.002, 58_500, { 'stopLoss[triggerPrice]': '57000', 'takeProfit[triggerPrice]': '62000' });
  const exits = await anna.fetchOpenOrders(BTC, undefined, undefined, { trigger: true });
  assert.deepEqual(exits.map((o) => [o.info.orderType, o.info.triggerPrice, o.reduceOnly]), [['STOP_MARKET', '57000', true], ['TAKE_PROFIT_MARKET', '62000', true]]);
  await anna.cancelOrder(entry.id, BTC);
  assert.deepEqual(await anna.fetchOpenOrders(BTC, undefined, undefined, { trigger: true }), []);
});

test('a stop that fires is an order with its own client\'s name', async () => {
  await ben.createOrder(BTC, 'limit', 'buy', 0.01, 59_950);
  const stop = await anna.createOrder(BTC, 'market', 'sell', 0.001, undefined, { stopLossPrice: 60_050, reduceOnly: true });
  await ben.createOrder(BTC, 'limit', 'sell', 0.002, 59_950, { timeInForce: 'IOC', selfTradePreventionMode: 'EXPIRE_TAKER' });
  await anna.createOrder(BTC, 'limit', 'sell', 0.001, 59_950, { timeInForce: 'IOC', reduceOnly: true });
  await until('the stop fills', async () => (await anna.fetchOrder(stop.id, BTC)).status === 'closed');
  const algo = await anna.fapiPrivateGetAlgoOrder({ algoId: stop.id });
  assert.deepEqual([algo.algoStatus, algo.actualOrderId, algo.actualQty], ['FINISHED', stop.id, '0.001']);
  await ben.cancelAllOrders(BTC);
});

test('leverage, margin type, pots and tiers', async () => {
  assert.equal((await anna.setLeverage(7, BTC)).leverage, 7);
  assert.equal((await anna.fetchLeverage(BTC)).longLeverage, 7);
  await anna.setMarginMode('isolated', ETH);
  assert.equal((await anna.fetchMarginModes([ETH]))[ETH].marginMode, 'isolated');
  await ben.createOrder(ETH, 'limit', 'sell', 0.1, 3_000);
  await anna.createOrder(ETH, 'market', 'buy', 0.1);
  const [before] = await anna.fetchPositions([ETH]);
  await anna.addMargin(ETH, 12.5);
  const [after] = await anna.fetchPositions([ETH]);
  assert.equal(micros(after.info.isolatedWallet) - micros(before.info.isolatedWallet), 12_500_000n);
  await anna.reduceMargin(ETH, 2.5);
  assert.equal(micros((await anna.fetchPositions([ETH]))[0].info.isolatedWallet) - micros(before.info.isolatedWallet), 10_000_000n);
  const tiers = (await anna.fetchLeverageTiers([BTC]))[BTC];
  assert.deepEqual([tiers[0].maxLeverage, tiers[0].maintenanceMarginRate, tiers[1].minNotional], [100, 0.005, 50_000]);
  const fee = await anna.fetchTradingFee(BTC);
  assert.deepEqual([fee.maker, fee.taker], [0.00015, 0.00045]);
  assert.equal((await anna.fetchPositionMode(BTC)).hedged, false);
  assert.equal((await anna.fetchFundingRate(BTC)).markPrice, 60_000);
});

test('what is refused is refused by type', async () => {
  assert.equal(await thrown(() => anna.createOrder(BTC, 'limit', 'buy', 20, 60_000)), 'InsufficientFunds');
  assert.equal(await thrown(() => anna.createOrder(BTC, 'limit', 'buy', 0.00001, 59_000)), 'InvalidOrder');
  assert.equal(await thrown(() => anna.createOrder(BTC, 'limit', 'buy', 0.001, 59_000, { timeInForce: 'FOK' })), 'OrderNotFillable');
  assert.equal(await thrown(() => anna.createOrder(BTC, 'market', 'sell', 0.001, undefined, { stopLossPrice: 61_000 })), 'OrderImmediatelyFillable');
  assert.equal(await thrown(() => anna.cancelOrder('123456', BTC)), 'OrderNotFound');
  assert.equal(await thrown(() => anna.fetchOrder('123456', BTC)), 'OrderNotFound');
  assert.equal(await thrown(() => anna.setMarginMode('isolated', ETH)), 'MarginModeAlreadySet');
  assert.equal(await thrown(() => anna.setMarginMode('cross', ETH)), 'OperationRejected');
  assert.equal(await thrown(() => anna.setPositionMode(true)), 'BadRequest');
  assert.equal(await thrown(() => anna.setLeverage(120, BTC)), 'BadRequest');
  assert.equal(await thrown(() => anna.fapiPublicGetDepth({ symbol: 'NOSUCH' })), 'BadSymbol');
  const stranger = await venue.ccxt({ apiKey: '0'.repeat(32), secret: 'x' });
  assert.equal(await thrown(() => stranger.fetchBalance()), 'AuthenticationError');
  stranger.apiKey = anna.apiKey;
  assert.equal(await thrown(() => stranger.fetchBalance()), 'AuthenticationError');
  await leave(stranger);
});

test('a key whose secret the venue never saw signs as well', async () => {
  const carl = await venue.ccxt(await venue.person({ ed25519: true }));
  assert.equal((await carl.fetchBalance()).USDC.total, 5000);
  const order = await carl.createOrder(BTC, 'limit', 'buy', 0.001, 58_000);
  assert.equal((await carl.cancelOrder(order.id, BTC)).status, 'canceled');
  await leave(carl);
});

async function wallet(trader) {
  return micros((await trader.fapiPrivateV3GetAccount()).totalWalletBalance);
}
