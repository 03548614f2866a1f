// Every method that ccxt says its futures exchange has: called here with an assertion, or refused with a known error. The same two lists stand in docs/bots.md.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { after, before, test } from 'node:test';
import { Venue, leave, micros, thrown } from './lib/venue.mjs';

const BTC = 'BTC/USDC:USDC', ETH = 'ETH/USDC:USDC', SOL = 'SOL/USDC:USDC';
// Capabilities that are no methods, and one that ccxt lists without having it.
const FLAGS = ['publicAPI', 'privateAPI', 'sandbox', 'swap', 'future', 'ws', 'fetchPositionForSymbolWs'];
const venue = new Venue();
let anna, ben, first;

before(async () => {
  anna = await venue.ccxt(await venue.person());
  ben = await venue.ccxt(await venue.person());
  await ben.createOrder(BTC, 'limit', 'sell', 0.5, 60_100);
  await ben.createOrder(BTC, 'limit', 'buy', 0.5, 59_900);
  first = await anna.createOrder(BTC, 'limit', 'buy', 0.004, 60_100);
  await anna.setMarginMode('isolated', ETH);
  await ben.createOrder(ETH, 'limit', 'sell', 0.1, 3_000);
  await anna.createOrder(ETH, 'limit', 'buy', 0.1, 3_000);
});

after(() => leave(anna, ben));

const equal = assert.deepEqual;
const one = (all) => (assert.ok(all.length > 0, 'nothing came'), all[0]);
const rests = async (order, terms) => (equal([order.status, ...Object.keys(terms).map((k) => order[k])], ['open', ...Object.values(terms)]), anna.cancelOrder(order.id, BTC));
const fills = (order, amount) => equal([order.status, order.filled], ['closed', amount]);
const waits = async (order, type) => (equal(order.info.orderType, type), anna.cancelOrder(order.id, BTC, { trigger: true }));
const resting = () => anna.createOrder(BTC, 'limit', 'buy', 0.001, 58_000);
const news = async (watched, cause) => {
  // The answer to a subscription is not awaited by ccxt: what happens is repeated until it is seen.
  let seen;
  const waiting = watched.then((value) => (seen = value));
  for (let i = 0; i < 100 && seen === undefined; i++) await Promise.race([waiting, Promise.resolve(cause?.(i)).then(() => new Promise((resume) => setTimeout(resume, 200)))]);
  assert.notEqual(seen, undefined, 'nothing was told');
  return seen;
};
const trade = async () => anna.createOrder(BTC, 'limit', 'buy', 0.001, 60_100, { timeInForce: 'IOC' });
const quote = async (i) => anna.cancelOrder((await anna.createOrder(BTC, 'limit', 'buy', 0.001 + (i % 5) * 0.001, 59_950)).id, BTC);

// Of several books whichever has news comes first, and one of them is empty.
const bookOf = async (wanted, symbols) => {
  let book;
  do book = await anna.watchOrderBookForSymbols(symbols);
  while (book.symbol !== wanted);
  return book;
};

const tried = {
  // Markets.
  fetchOpenInterestHistory: async () => {
    const open = (await anna.fetchOpenInterest(BTC)).openInterestAmount;
    let last;
    // History stores in batches, four times a second.
    do last = (await anna.fetchOpenInterestHistory(BTC, '5m')).at(-1);
    while (last?.openInterestAmount !== open);
    equal([last.symbol, last.openInterestValue, last.timestamp % 300_000], [BTC, open * 60_000, 0]);
  },
  fetchLongShortRatioHistory: async () => {
    const last = one((await anna.fetchLongShortRatioHistory(BTC, '5m')).slice(-1));
    equal([last.symbol, last.longShortRatio], [BTC, 1]);
  },
  fetchMarkets: async () => equal((await anna.fetchMarkets()).length, 6),
  fetchCurrencies: async () => equal(await anna.fetchCurrencies(), {}),
  fetchTime: async () => assert.ok(Math.abs((await anna.fetchTime()) - Date.now()) < 5_000),
  fetchStatus: async () => equal((await anna.fetchStatus()).status, 'ok'),
  fetchOrderBook: async () => equal((await anna.fetchOrderBook(BTC)).asks[0][0], 60_100),
  fetchL2OrderBook: async () => equal((await anna.fetchL2OrderBook(BTC)).bids[0], [59_900, 0.5]),
  fetchOrderBookWs: async () => equal((await anna.fetchOrderBookWs(BTC)).bids[0], [59_900, 0.5]),
  fetchBidsAsks: async () => equal((await anna.fetchBidsAsks([BTC]))[BTC].bid, 59_900),
  fetchTicker: async () => equal((await anna.fetchTicker(BTC)).high, 60_100),
  fetchTickers: async () => equal(Object.keys(await anna.fetchTickers()).length, 6),
  fetchTickerWs: async () => equal((await anna.fetchTickerWs(BTC)).bid, 59_900),
  fetchLastPrices: async () => assert.ok([59_900, 60_100].includes((await anna.fetchLastPrices([BTC]))[BTC].price)),
  fetchMarkPrice: async () => equal((await anna.fetchMarkPrice(BTC)).markPrice, 60_000),
  fetchMarkPrices: async () => equal((await anna.fetchMarkPrices())[ETH].markPrice, 3_000),
  fetchTrades: async () => equal(one(await anna.fetchTrades(BTC)).price, 60_100),
  fetchOHLCV: async () => equal(one(await anna.fetchOHLCV(BTC, '1m'))[1], 60_100),
  fetchMarkOHLCV: async () => equal((await anna.fetchMarkOHLCV(BTC, '1m')).at(-1)[4], 60_000),
  fetchIndexOHLCV: async () => equal((await anna.fetchIndexOHLCV(BTC, '1m')).at(-1)[4], 60_000),
  fetchPremiumIndexOHLCV: async () => equal((await anna.fetchPremiumIndexOHLCV(BTC, '1m')).at(-1).slice(1, 5), [0, 0, 0, 0]),
  fetchFundingRate: async () => equal((await anna.fetchFundingRate(BTC)).indexPrice, 60_000),
  fetchFundingRates: async () => equal(Object.keys(await anna.fetchFundingRates()).length, 6),
  fetchFundingRateHistory: async () => equal(await anna.fetchFundingRateHistory(BTC), []),
  fetchFundingInterval: async () => equal((await anna.fetchFundingInterval(BTC)).interval, '1h'),
  fetchFundingIntervals: async () => equal((await anna.fetchFundingIntervals())[ETH].interval, '1h'),
  fetchOpenInterest: async () => assert.ok((await anna.fetchOpenInterest(BTC)).openInterestAmount >= 0.004),
  fetchADLRank: async () => assert.match((await anna.fetchADLRank(BTC)).rating, /^(low|medium|high)$/),
  // Account.
  fetchBalance: async () => assert.ok(micros((await anna.fetchBalance()).info.totalWalletBalance) > 4_990_000_000n),
  fetchBalanceWs: async () => equal((await anna.fetchBalanceWs()).info.totalWalletBalance, (await anna.fapiPrivateV3GetAccount()).totalWalletBalance),
  fetchPositions: async () => equal((await anna.fetchPositions([BTC]))[0].side, 'long'),
  fetchPositionsWs: async () => equal((await anna.fetchPositionsWs([BTC]))[0].entryPrice, (await anna.fetchPositions([BTC]))[0].entryPrice),
  fetchPositionWs: async () => equal((await anna.fetchPositionWs(BTC))[0].symbol, BTC),
  fetchPositionsRisk: async () => equal((await anna.fetchPositionsRisk([BTC]))[0].marginMode, 'cross'),
  fetchPositionADLRank: async () => equal((await anna.fetchPositionADLRank(BTC)).rank, 4),
  fetchPositionsADLRank: async () => equal((await anna.fetchPositionsADLRank([BTC, ETH])).length, 2),
  fetchPositionMode: async () => equal((await anna.fetchPositionMode(BTC)).hedged, false),
  setPositionMode: async () => equal(await thrown(() => anna.setPositionMode(false)), 'OperationRejected'),
  fetchLeverage: async () => equal((await anna.fetchLeverage(ETH)).marginMode, 'isolated'),
  fetchLeverages: async () => equal((await anna.fetchLeverages([ETH]))[ETH].marginMode, 'isolated'),
  setLeverage: async () => (equal((await anna.setLeverage(7, BTC)).leverage, 7), equal((await anna.fetchLeverage(BTC)).longLeverage, 7)),
  fetchLeverageTiers: async () => equal((await anna.fetchLeverageTiers([BTC]))[BTC][0].maxLeverage, 100),
  fetchMarketLeverageTiers: async () => equal((await anna.fetchMarketLeverageTiers(BTC))[1].minNotional, 50_000),
  fetchMarginMode: async () => equal((await anna.fetchMarginMode(ETH)).marginMode, 'isolated'),
  fetchMarginModes: async () => equal((await anna.fetchMarginModes([ETH]))[ETH].marginMode, 'isolated'),
  setMarginMode: async () => (await anna.setMarginMode('isolated', SOL), equal((await anna.fetchMarginMode(SOL)).marginMode, 'isolated')),
  addMargin: async () => equal((await anna.addMargin(ETH, 3.5)).amount, 3.5),
  reduceMargin: async () => equal((await anna.reduceMargin(ETH, 1.25)).type, 'reduce'),
  fetchMarginAdjustmentHistory: async () => equal((await anna.fetchMarginAdjustmentHistory(ETH)).map((m) => [m.type, m.amount]), [['add', 3.5], ['reduce', 1.25]]),
  fetchMyTrades: async () => equal(one(await anna.fetchMyTrades(BTC)).order, first.id),
  fetchLedger: async () => equal((await anna.fetchLedger('USDC')).filter((l) => l.type === 'transfer').map((l) => l.amount), [5_000]),
  fetchFundingHistory: async () => equal(await anna.fetchFundingHistory(BTC), []),
  fetchMyLiquidations: async () => equal(await anna.fetchMyLiquidations(BTC), []),
  fetchTradingFee: async () => equal((await anna.fetchTradingFee(BTC)).taker, 0.00045),
  fetchTradingFees: async () => equal((await anna.fetchTradingFees())[BTC].info.feeTier, 0),
  fetchTradingLimits: async () => equal((await anna.fetchTradingLimits([BTC]))[BTC].min, 0.00001),
  // Orders.
  createOrder: async () => rests(await resting(), { price: 58_000, amount: 0.001 }),
  createOrders: async () => equal((await anna.cancelOrders((await anna.createOrders([1, 2].map((i) => ({ symbol: BTC, type: 'limit', side: 'buy', amount: 0.001 * i, price: 58_000 })))).map((o) => o.id), BTC)).length, 2),
  createOrderWs: async () => rests(await anna.createOrderWs(BTC, 'limit', 'buy', 0.001, 58_000), { price: 58_000 }),
  createLimitOrder: async () => rests(await anna.createLimitOrder(BTC, 'buy', 0.001, 58_000), { side: 'buy' }),
  createLimitBuyOrder: async () => rests(await anna.createLimitBuyOrder(BTC, 0.001, 58_000), { side: 'buy' }),
  createLimitSellOrder: async () => rests(await anna.createLimitSellOrder(BTC, 0.001, 61_000), { side: 'sell' }),
  createMarketOrder: async () => fills(await anna.createMarketOrder(BTC, 'buy', 0.001), 0.001),
  createMarketOrderWs: async () => fills(await anna.createMarketOrderWs(BTC, 'sell', 0.001), 0.001),
  createMarketBuyOrder: async () => fills(await anna.createMarketBuyOrder(BTC, 0.001), 0.001),
  createMarketSellOrder: async () => fills(await anna.createMarketSellOrder(BTC, 0.001), 0.001),
  createPostOnlyOrder: async () => rests(await anna.createPostOnlyOrder(BTC, 'limit', 'buy', 0.001, 58_000), { timeInForce: 'PO' }),
  createReduceOnlyOrder: async () => rests(await anna.createReduceOnlyOrder(BTC, 'limit', 'sell', 0.001, 61_000), { reduceOnly: true }),
  createStopOrder: async () => waits(await anna.createStopOrder(BTC, 'market', 'sell', 0.001, undefined, 59_000), 'STOP_MARKET'),
  createTriggerOrder: async () => waits(await anna.createTriggerOrder(BTC, 'limit', 'sell', 0.001, 58_900, 59_000), 'STOP'),
  createStopLimitOrder: async () => waits(await anna.createStopLimitOrder(BTC, 'sell', 0.001, 58_900, 59_000), 'STOP'),
  createStopMarketOrder: async () => waits(await anna.createStopMarketOrder(BTC, 'sell', 0.001, 59_000), 'STOP_MARKET'),
  createStopLossOrder: async () => waits(await anna.createStopLossOrder(BTC, 'market', 'sell', 0.001, undefined, 59_000), 'STOP_MARKET'),
  createTakeProfitOrder: async () => waits(await anna.createTakeProfitOrder(BTC, 'market', 'sell', 0.001, undefined, 61_000), 'TAKE_PROFIT_MARKET'),
  createTrailingPercentOrder: async () => waits(await anna.createTrailingPercentOrder(BTC, 'market', 'sell', 0.001, undefined, 1.5), 'TRAILING_STOP_MARKET'),
  editOrder: async () => rests(await anna.editOrder((await resting()).id, BTC, 'limit', 'buy', 0.002, 58_001), { amount: 0.002, price: 58_001 }),
  editOrders: async () => rests((await anna.editOrders([{ id: (await resting()).id, symbol: BTC, type: 'limit', side: 'buy', amount: 0.003, price: 58_002 }]))[0], { amount: 0.003 }),
  editOrderWs: async () => rests(await anna.editOrderWs((await resting()).id, BTC, 'limit', 'buy', 0.002, 58_003), { price: 58_003 }),
  cancelOrder: async () => equal((await anna.cancelOrder((await resting()).id, BTC)).status, 'canceled'),
  cancelOrderWs: async () => equal((await anna.cancelOrderWs((await resting()).id, BTC)).status, 'canceled'),
  cancelOrders: async () => equal((await anna.cancelOrders([(await resting()).id], BTC)).map((o) => o.status), ['canceled']),
  cancelAllOrders: async () => (await resting(), await anna.cancelAllOrders(BTC), equal(await anna.fetchOpenOrders(BTC), [])),
  fetchOrder: async () => equal((await anna.fetchOrder(first.id, BTC)).average, 60_100),
  fetchOrderWs: async () => equal((await anna.fetchOrderWs(first.id, BTC)).filled, 0.004),
  fetchOrders: async () => equal(one(await anna.fetchOrders(BTC)).id, first.id),
  fetchOpenOrder: async () => { const order = await resting(); equal((await anna.fetchOpenOrder(order.id, BTC)).id, order.id); await anna.cancelOrder(order.id, BTC); },
  fetchOpenOrders: async () => { const order = await resting(); equal((await anna.fetchOpenOrders(BTC)).map((o) => o.id), [order.id]); await anna.cancelOrder(order.id, BTC); },
  fetchClosedOrders: async () => equal(one(await anna.fetchClosedOrders(BTC)).id, first.id),
  fetchCanceledOrders: async () => equal(one(await anna.fetchCanceledOrders(BTC)).status, 'canceled'),
  fetchCanceledAndClosedOrders: async () => equal([...new Set((await anna.fetchCanceledAndClosedOrders(BTC)).map((o) => o.status))].sort(), ['canceled', 'closed']),
  // Streams.
  watchTrades: async () => equal(one(await news(anna.watchTrades(BTC), trade)).price, 60_100),
  watchTradesForSymbols: async () => equal(one(await news(anna.watchTradesForSymbols([BTC, ETH]), trade)).symbol, BTC),
  watchOHLCV: async () => equal(one(await news(anna.watchOHLCV(BTC, '1m'), trade)).length, 6),
  watchOHLCVForSymbols: async () => equal(Object.keys(await news(anna.watchOHLCVForSymbols([[BTC, '5m']]), trade)), [BTC]),
  watchOrderBook: async () => equal((await news(anna.watchOrderBook(BTC), quote)).asks[0][0], 60_100),
  watchOrderBookForSymbols: async () => equal((await news(bookOf(BTC, [BTC, ETH]), quote)).asks[0].length, 2),
  watchBidsAsks: async () => equal((await news(anna.watchBidsAsks([BTC]), quote))[BTC].ask, 60_100),
  watchTicker: async () => equal((await news(anna.watchTicker(BTC), trade)).symbol, BTC),
  watchTickers: async () => equal(Object.keys(await news(anna.watchTickers([BTC]), trade)), [BTC]),
  watchMarkPrice: async () => equal((await news(anna.watchMarkPrice(BTC))).markPrice, 60_000),
  watchMarkPrices: async () => equal((await news(anna.watchMarkPrices([BTC])))[BTC].indexPrice, 60_000),
  watchOrders: async () => equal(one(await news(anna.watchOrders(BTC), quote)).symbol, BTC),
  watchMyTrades: async () => equal(one(await news(anna.watchMyTrades(BTC), trade)).takerOrMaker, 'taker'),
  watchPositions: async () => equal(one(await news(anna.watchPositions([BTC]), trade)).symbol, BTC),
  watchBalance: async () => assert.ok(micros((await news(anna.watchBalance(), trade)).USDC.total) > 4_900_000_000n),
  unWatchTrades: async () => assert.ok(await anna.unWatchTrades(BTC)),
  unWatchTradesForSymbols: async () => assert.ok(await anna.unWatchTradesForSymbols([BTC, ETH])),
  unWatchOHLCV: async () => assert.ok(await anna.unWatchOHLCV(BTC, '1m')),
  unWatchOHLCVForSymbols: async () => assert.ok(await anna.unWatchOHLCVForSymbols([[BTC, '5m']])),
  unWatchOrderBook: async () => assert.ok(await anna.unWatchOrderBook(BTC)),
  unWatchOrderBookForSymbols: async () => assert.ok(await anna.unWatchOrderBookForSymbols([BTC, ETH])),
  unWatchTicker: async () => assert.ok(await anna.unWatchTicker(BTC)),
  unWatchTickers: async () => assert.ok(await anna.unWatchTickers([BTC])),
  unWatchMarkPrice: async () => assert.ok(await anna.unWatchMarkPrice(BTC)),
  unWatchMarkPrices: async () => assert.ok(await anna.unWatchMarkPrices([BTC])),
  unWatchBidsAsks: async () => assert.ok(await anna.unWatchBidsAsks([BTC])),
};

const absent = (name, ...args) => ['BadRequest', () => anna[name](...args)];
const notOffered = {
  // The venue has no such thing: refused with -1020.
  ...Object.fromEntries([
    ['borrowCrossMargin', 'USDC', 1], ['borrowIsolatedMargin', BTC, 'USDC', 1], ['repayCrossMargin', 'USDC', 1], ['repayIsolatedMargin', BTC, 'USDC', 1], ['fetchBorrowInterest', 'USDC'],
    ['fetchBorrowRateHistory', 'USDC'], ['fetchCrossBorrowRate', 'USDC'], ['fetchIsolatedBorrowRates'], ['fetchConvertCurrencies'], ['fetchConvertQuote', 'USDC', 'BTC', 1],
    ['fetchConvertTrade', '1'], ['fetchConvertTradeHistory'], ['createConvertTrade', '1', 'USDC', 'BTC', 1], ['fetchDepositAddress', 'USDC'], ['fetchDeposits'], ['fetchWithdrawals'], ['fetchTransfers'],
    ['transfer', 'USDC', 1, 'future', 'spot'], ['withdraw', 'USDC', 1, '0x'.padEnd(42, '1')], 
    ['fetchMyTradesWs', BTC], ['fetchOHLCVWs', BTC], ['fetchTradesWs', BTC],
  ].map(([name, ...args]) => [name, absent(name, ...args)])),
  // ccxt itself has them for other kinds of market alone, and refuses before it asks.
  fetchOpenOrdersWs: absent('fetchOpenOrdersWs', BTC),
  fetchOrdersWs: absent('fetchOrdersWs', BTC),
  cancelAllOrdersWs: absent('cancelAllOrdersWs', BTC),
  fetchLedgerEntry: absent('fetchLedgerEntry', '1', 'USDC'),
  fetchIsolatedBorrowRate: absent('fetchIsolatedBorrowRate', 'BTC/USDC'),
  fetchGreeks: ['ExchangeNotAvailable', () => anna.fetchGreeks('BTC/USDC')],
  watchOrdersForSymbols: ['NotSupported', () => anna.watchOrdersForSymbols([BTC])],
  fetchAllGreeks: ['ExchangeNotAvailable', () => anna.fetchAllGreeks([BTC])],
  fetchOption: ['ExchangeNotAvailable', () => anna.fetchOption(BTC)],
  fetchMySettlementHistory: ['NotSupported', () => anna.fetchMySettlementHistory(BTC)],
  fetchSettlementHistory: ['NotSupported', () => anna.fetchSettlementHistory(BTC)],
  fetchOrderTrades: ['NotSupported', () => anna.fetchOrderTrades(first.id, BTC)],
  fetchPosition: ['NotSupported', () => anna.fetchPosition(BTC)],
  createMarketOrderWithCost: ['NotSupported', () => anna.createMarketOrderWithCost(BTC, 'buy', 100)],
  createMarketBuyOrderWithCost: ['NotSupported', () => anna.createMarketBuyOrderWithCost(BTC, 100)],
  createMarketSellOrderWithCost: ['NotSupported', () => anna.createMarketSellOrderWithCost(BTC, 100)],
};

// Nothing to assert from here: they answer with ccxt's own constants, or want a liquidation, which other tests make.
const elsewhere = [
  'fetchCurrenciesWs', 'fetchDepositWithdrawFee', 'fetchDepositWithdrawFees', 'fetchTransactionFee', 'fetchTransactionFees',
  'watchLiquidations', 'watchLiquidationsForSymbols', 'watchMyLiquidations', 'watchMyLiquidationsForSymbols',
];

test('every method that ccxt has is in one of the lists, and in one alone', () => {
  const has = Object.keys(anna.has).filter((name) => anna.has[name] && !FLAGS.includes(name)).sort();
  assert.deepEqual([...Object.keys(tried), ...Object.keys(notOffered), ...elsewhere].sort(), has);
});

test('the page for bots tells the same lists', () => {
  const page = readFileSync(new URL('../../docs/bots.md', import.meta.url), 'utf8');
  const row = (title) => [...page.split('\n').filter((line) => line.startsWith(`| ${title} `)).join().matchAll(/`(\w+)`/g)].map((m) => m[1]).sort();
  assert.deepEqual(row('tried'), Object.keys(tried).sort());
  assert.deepEqual(row('elsewhere'), [...elsewhere].sort());
  assert.deepEqual(row('refused'), Object.keys(notOffered).sort());
});

for (const [name, call] of Object.entries(tried)) test(`${name} does what it is for`, call);

for (const [name, [type, call]] of Object.entries(notOffered)) test(`${name} is refused with ${type}`, async () => assert.equal(await thrown(call), type));
