import { describe, expect, it } from 'vitest';
import { lots, ticks } from '../numbers';
import { btc } from '../testing/examples';
import { buildOrder, type Context, type Draft, emptyDraft, ladder, newClientOrderId, readPrice, readSize, sendWords, shareOf, snapShare, stepPrice } from '.';

const references = { mark: 600_123_400n, bid: ticks(600_120), ask: ticks(600_130) };
const context: Context = { market: btc, references, most: lots(200_000), position: lots(0), nowMs: 1_795_000_000_000 };
const draft = (of: Partial<Draft>): Draft => ({ ...emptyDraft, size: '0.25', ...of });

function bodyOf(of: Partial<Draft>, at: Partial<Context> = {}): object {
  const outcome = buildOrder(draft(of), { ...context, ...at });
  if (!outcome.ok) throw new Error(JSON.stringify(outcome.problems));
  return outcome.order.body;
}

function problemsOf(of: Partial<Draft>, at: Partial<Context> = {}): string[] {
  const outcome = buildOrder(draft(of), { ...context, ...at });
  return outcome.ok ? [] : outcome.problems.map((p) => `${p.field} ${p.code}${p.bound === undefined ? '' : ` ${p.bound}`}`);
}

const wordsOf = (of: Partial<Draft>): string => {
  const typed = draft(of);
  const outcome = buildOrder(typed, context);
  return outcome.ok ? sendWords(outcome.order, typed, btc) : '';
};

describe('a price', () => {
  const buy = (text: string): unknown => readPrice(text, btc, 'buy', references);
  const sell = (text: string): unknown => readPrice(text, btc, 'sell', references);

  it('is taken as people write it', () => {
    for (const text of ['63350', '63,350.0', ' 63350.00 ', '63\u202f350']) expect(buy(text)).toEqual({ ok: true, ticks: 633_500, wasRounded: false });
  });

  it('between two ticks goes away from trading', () => {
    expect(buy('63350.19')).toEqual({ ok: true, ticks: 633_501, wasRounded: true });
    expect(sell('63350.11')).toEqual({ ok: true, ticks: 633_502, wasRounded: true });
    expect(sell('63350.1000000001')).toEqual({ ok: true, ticks: 633_502, wasRounded: true });
  });

  it('is never made larger by a comma', () => {
    expect(buy('54017,5')).toEqual({ ok: false, why: 'unclear' });
    expect(problemsOf({ price: '54017,5', size: '12,50' })).toEqual(['price unclear 1,234.5', 'size unclear 1,234.5']);
    expect(bodyOf({ price: '54017.5', size: '0,5' })).toMatchObject({ price: '54017.5', qty: '0.5' });
  });

  it('may be named after what is there', () => {
    expect(buy('b')).toMatchObject({ ticks: 600_120 });
    expect(buy('A')).toMatchObject({ ticks: 600_130 });
    expect(buy('m')).toMatchObject({ ticks: 600_123 });
    expect(sell('m')).toMatchObject({ ticks: 600_124 });
  });

  it('may be a step from the mark', () => {
    expect(buy('+5')).toMatchObject({ ticks: 600_173 });
    expect(buy('-0.5%')).toMatchObject({ ticks: 597_122 });
    expect(sell('\u22120.5%')).toMatchObject({ ticks: 597_123 });
  });

  it('says why it is none', () => {
    expect(buy('')).toEqual({ ok: false, why: 'empty' });
    expect(buy('x')).toEqual({ ok: false, why: 'notAPrice' });
    expect(buy('-99999999')).toEqual({ ok: false, why: 'notAboveZero' });
    expect(buy('0')).toEqual({ ok: false, why: 'notAboveZero' });
    expect(readPrice('m', btc, 'buy', { mark: null, bid: null, ask: null })).toEqual({ ok: false, why: 'noReference' });
    expect(readPrice('+1%', btc, 'buy', { mark: null, bid: null, ask: null })).toEqual({ ok: false, why: 'noReference' });
  });

  it('moves by ticks', () => {
    expect(stepPrice('63350', btc, 1, references)).toBe('63350.1');
    expect(stepPrice('63350.1', btc, -10, references)).toBe('63349.1');
    expect(stepPrice('0.1', btc, -10, references)).toBe('0.1');
  });
});

describe('a size', () => {
  const at = { price: 600_000, most: lots(200_000) };

  it('is floored to lots, from amount, money or percent', () => {
    expect(readSize('0.250009', 'base', btc, at)).toEqual({ ok: true, lots: 25_000, quote: null, wasRounded: true });
    expect(readSize('1,000', 'quote', btc, at)).toEqual({ ok: true, lots: 1_666, quote: 1_000_000_000n, wasRounded: false });
    expect(readSize('12.5 %', 'percent', btc, at)).toEqual({ ok: true, lots: 25_000, quote: null, wasRounded: false });
  });

  it('says why it is none', () => {
    expect(readSize('', 'base', btc, at)).toEqual({ ok: false, why: 'empty' });
    expect(readSize('0.000001', 'base', btc, at)).toEqual({ ok: false, why: 'belowLot' });
    expect(readSize('1', 'quote', btc, { price: null, most: null })).toEqual({ ok: false, why: 'noPrice' });
    expect(readSize('101', 'percent', btc, at)).toEqual({ ok: false, why: 'notASize' });
    expect(readSize('50', 'percent', btc, { price: 1, most: null })).toEqual({ ok: false, why: 'noMaximum' });
  });

  it('has a share of the most, which stops at quarters', () => {
    expect(shareOf(lots(50_000), lots(200_000))).toBe(25);
    expect([snapShare(26), snapShare(26.6), snapShare(99)]).toEqual([25, 26.6, 100]);
  });
});

describe('bodies', () => {
  it('limit', () => {
    expect(bodyOf({ price: '59000.1', postOnly: 'refuse' })).toEqual({ type: 'limit', market: 'BTC-PERP', side: 'buy', price: '59000.1', qty: '0.25', tif: 'gtc', postOnly: true });
    expect(bodyOf({ price: '59000', tif: 'gtd', lasts: '10' })).toMatchObject({ tif: 'gtd', expireAt: 1_795_000_600_000 });
  });

  it('market, by amount and by money', () => {
    expect(bodyOf({ kind: 'market' })).toEqual({ type: 'market', market: 'BTC-PERP', side: 'buy', qty: '0.25', maxSlippage: '0.005' });
    expect(bodyOf({ kind: 'market', size: '1000.5', sizeUnit: 'quote' })).toEqual({ type: 'market', market: 'BTC-PERP', side: 'buy', quoteQty: '1000.5', maxSlippage: '0.005' });
  });

  it('stop and take profit', () => {
    expect(bodyOf({ kind: 'stop', side: 'sell', trigger: '59000', reduceOnly: true })).toEqual({
      type: 'stop', market: 'BTC-PERP', side: 'sell', triggerPrice: '59000', triggerBy: 'mark', maxSlippage: '0.005', qty: '0.25', reduceOnly: true,
    });
    expect(bodyOf({ kind: 'takeProfit', side: 'sell', trigger: '61000', places: 'limit', price: '61000', watch: 'last' })).toEqual({
      type: 'takeProfit', market: 'BTC-PERP', side: 'sell', triggerPrice: '61000', triggerBy: 'last', price: '61000', qty: '0.25',
    });
  });

  it('trailing, by percent and by price', () => {
    expect(bodyOf({ kind: 'trailing', side: 'sell', trail: '1.5', activation: '61000' })).toEqual({
      type: 'trailing', market: 'BTC-PERP', side: 'sell', callback: '0.015', activationPrice: '61000', triggerBy: 'mark', qty: '0.25',
    });
    expect(bodyOf({ kind: 'trailing', side: 'sell', trail: '150.5', trailUnit: 'price' })).toMatchObject({ offset: '150.5' });
  });

  it('bracket', () => {
    const targets = [{ price: '61000', share: '60' }, { price: '62000', share: '40' }, { price: '', share: '' }];
    expect(bodyOf({ kind: 'bracket', price: '60000', targets, stopLoss: '59000' })).toEqual({
      type: 'limit', market: 'BTC-PERP', side: 'buy', price: '60000', qty: '0.25', tif: 'gtc',
      exits: [{ type: 'limit', share: '0.6', price: '61000' }, { type: 'limit', share: '0.4', price: '62000' }, { type: 'stop', triggerPrice: '59000' }],
    });
    expect(bodyOf({ kind: 'bracket', price: '60000', targets: [], stopTrail: '2' })).toMatchObject({ exits: [{ type: 'trailing', callback: '0.02' }] });
    const hidden = bodyOf({ kind: 'bracket', price: '60000', targets, tif: 'ioc', reduceOnly: true });
    expect(hidden).toMatchObject({ tif: 'gtc' });
    expect(hidden).not.toHaveProperty('reduceOnly');
  });

  it('exits attached to a plain order', () => {
    expect(bodyOf({ price: '60000', takeProfit: '61000', stopLoss: '59000' })).toMatchObject({
      exits: [{ type: 'takeProfit', share: '1', triggerPrice: '61000' }, { type: 'stop', triggerPrice: '59000' }],
    });
    expect(bodyOf({ kind: 'market', side: 'sell', stopLoss: '61000' })).toMatchObject({ exits: [{ type: 'stop', triggerPrice: '61000' }] });
  });

  it('iceberg, twap, ladder, close', () => {
    expect(bodyOf({ kind: 'iceberg', price: '60000', show: '0.05' })).toMatchObject({ display: '0.05', type: 'limit' });
    expect(bodyOf({ kind: 'twap', minutes: '10', every: '30', slippage: '1', price: '61000', jitter: '5' })).toEqual({
      type: 'twap', market: 'BTC-PERP', side: 'buy', qty: '0.25', duration: 600_000, interval: 30_000, jitter: 5_000, maxSlippage: '0.01', limitPrice: '61000',
    });
    expect(bodyOf({ kind: 'scale', from: '60000', to: '59000', count: '4', ratio: '3', postOnly: 'slide' })).toEqual({
      type: 'scale', market: 'BTC-PERP', side: 'buy', fromPrice: '60000', toPrice: '59000', count: 4, qty: '0.25', ratio: '3', postOnly: 'slide',
    });
    expect(bodyOf({ kind: 'close', share: '50' }, { position: lots(30_001) })).toEqual({ type: 'close', market: 'BTC-PERP', percent: 50, maxSlippage: '0.005' });
  });
});

describe('problems', () => {
  it('are told all at once, each with the number that would do', () => {
    expect(problemsOf({ size: '' })).toEqual(['price empty', 'size empty']);
    expect(problemsOf({ price: '60000', size: '0.0001' })).toEqual(['size belowNotional 0.00017, worth 10.00']);
    expect(problemsOf({ price: '60000', size: '1001' })).toEqual(['size aboveMaximum 1000']);
    expect(problemsOf({ kind: 'market', size: '101' })).toEqual(['size aboveMaximum 100']);
    expect(problemsOf({ kind: 'market', slippage: '6' })).toEqual(['slippage tooLarge 5']);
  });

  it('a small rest may be closed', () => {
    const small = { kind: 'market', side: 'sell', size: '0.0001', reduceOnly: true } as const;
    expect(problemsOf(small, { position: lots(10) })).toEqual([]);
    expect(problemsOf(small, { position: lots(11) })).toEqual(['size belowNotional 0.00017, worth 10.00']);
  });

  it('a trigger that holds already, unless that is wanted', () => {
    const stop = { kind: 'stop', side: 'sell', trigger: '60500' } as const;
    expect(problemsOf(stop)).toEqual(['trigger wouldTrigger 60,012.3']);
    expect(problemsOf({ ...stop, allowImmediate: true })).toEqual([]);
    expect(problemsOf({ ...stop, watch: 'last' })).toEqual([]);
    expect(problemsOf({ kind: 'takeProfit', side: 'sell', trigger: '59000' })).toEqual(['trigger wouldTrigger 60,012.3']);
  });

  it('exits on the wrong side, and shares that are no whole', () => {
    expect(problemsOf({ price: '60000', takeProfit: '59000' })).toEqual(['takeProfit wrongSide 60,000.0']);
    expect(problemsOf({ price: '60000', side: 'sell', stopLoss: '59000' })).toEqual(['stopLoss wrongSide 60,000.0']);
    expect(problemsOf({ kind: 'bracket', price: '60000', targets: [{ price: '61000', share: '60' }] })).toEqual(['targets sharesNotWhole 60']);
    expect(problemsOf({ kind: 'bracket', price: '60000' })).toEqual(['targets empty']);
  });

  it('of the longer forms', () => {
    expect(problemsOf({ kind: 'twap', minutes: '1', every: '40' })).toEqual(['every notAMultiple 1 min']);
    expect(problemsOf({ kind: 'twap', minutes: '10', every: '30', jitter: '11' })).toEqual(['jitter tooLarge 10']);
    expect(problemsOf({ kind: 'scale', from: '60000', to: '60000.1', count: '5' })).toEqual(['to twoAtOnePrice']);
    expect(problemsOf({ kind: 'scale', from: '60000', to: '59000', count: '50', size: '0.001' })).toEqual(['size belowMinimum 0.00017 each']);
    expect(problemsOf({ kind: 'iceberg', price: '60000', show: '0.001' })).toEqual(['show tooSmall 0.0025']);
    expect(problemsOf({ kind: 'trailing', trail: '11' })).toEqual(['trail tooLarge 10']);
  });
});

describe('a ladder', () => {
  it('is the engine\u2019s', () => {
    expect(ladder(lots(100), ticks(600_000), ticks(597_000), 4, 3_000_000n)).toEqual([[600_000, 13], [599_000, 21], [598_000, 29], [597_000, 37]].map(([price, size]) => ({ price, lots: size })));
    expect(ladder(lots(100), ticks(600_000), ticks(600_100), 3, 1_000_000n).map((r) => r.lots)).toEqual([34, 33, 33]);
    expect(ladder(lots(3), ticks(10), ticks(9), 3, 1_000_000n).map((r) => r.price)).toEqual([10, 10, 9]);
  });
});

describe('the send button', () => {
  it.each<[Partial<Draft>, string]>([
    [{ price: '63350' }, 'Buy 0.25000 BTC at 63,350.0'],
    [{ kind: 'market', side: 'sell' }, 'Sell 0.25000 BTC at market'],
    [{ kind: 'market', size: '1000', sizeUnit: 'quote' }, 'Buy 1000 USDC of BTC at market'],
    [{ kind: 'stop', side: 'sell', trigger: '59000' }, 'Sell 0.25000 BTC at market if mark falls to 59,000.0'],
    [{ kind: 'takeProfit', side: 'buy', trigger: '59000', places: 'limit', price: '59001' }, 'Buy 0.25000 BTC at 59,001.0 if mark falls to 59,000.0'],
    [{ kind: 'scale', from: '60000', to: '59000', count: '4' }, 'Buy 0.25000 BTC in 4 orders, 60,000.0 to 59,000.0'],
    [{ kind: 'twap' }, 'Buy 0.25000 BTC over 30 min'],
    [{ kind: 'trailing', side: 'sell' }, 'Sell 0.25000 BTC, trailing by 1\u2009%'],
    [{ price: '60000', stopLoss: '59000' }, 'Buy 0.25000 BTC at 60,000.0, 1 exit'],
  ])('%j says %s', (of, words) => {
    expect(wordsOf(of)).toBe(words);
  });
});

describe('a client order id', () => {
  it('is one the API takes', () => {
    expect(newClientOrderId()).toMatch(/^web:[0-9a-f]{24}$/);
    expect(newClientOrderId()).not.toBe(newClientOrderId());
  });
});
