import { describe, expect, it } from 'vitest';
import { btc } from '@/lib/testing/examples';
import { type Column, type Row, type Table, tables } from './tables';

const row = (of: object): Row => ({ time: 1, seq: 1, index: 0, market: 'BTC-PERP', ...of });
const shown = (table: Table, of: object): Record<string, string> => Object.fromEntries(table.columns.map((c: Column) => [c.name, c.show(row(of), btc)]));

describe('histories', () => {
  it('show numbers in the market\u2019s own digits, gains down and costs up', () => {
    expect(shown(tables.fills, { side: 'sell', price: '60000.5', qty: '0.25', fee: '4.050001', realised: '-12.001', sizeAfter: '-0.25', reason: 'liquidation', isMaker: false })).toMatchObject({
      side: 'Sell', price: '60,000.5', qty: '0.25000', fee: '4.06', realised: '\u221212.01', sizeAfter: '\u22120.25000', isMaker: 'taker', reason: 'liquidation',
    });
  });

  it('turn funding around: a trader reads what he got', () => {
    expect(shown(tables.funding, { amount: '0.250049', size: '1', indexPrice: '60012.3', rate: '0.0000125' })).toMatchObject({ amount: '\u22120.26', indexPrice: '60,012.3', rate: '+0.00125\u2009%' });
    expect(shown(tables.funding, { amount: '-0.15003', size: '1', indexPrice: '1', rate: '0' })['amount']).toBe('+0.15');
  });

  it('show what a row does not have as nothing', () => {
    expect(shown(tables.fills, { side: 'buy', qty: '1', fee: '0', realised: '0', sizeAfter: '0', reason: 'settlement', isMaker: false })['price']).toBe('—');
    expect(shown(tables.ledger, { kind: 'deposit', asset: 'USDC', change: '100', balance: '100', market: undefined })).toMatchObject({ market: '—', pot: '—', change: '+100.00' });
  });

  it('explain what the engine did by itself', () => {
    expect(tables.fills.explains(row({ reason: 'liquidation' }))).toBe(true);
    expect(tables.fills.explains(row({ reason: 'user' }))).toBe(false);
  });
});
