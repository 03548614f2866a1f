import { describe, expect, it } from 'vitest';
import { btc } from '@/lib/testing/examples';
import { merge, type Row, type Source, sources } from './notices';

const markets = new Map([[btc.name, btc]]);
const row = (time: number, of: object = {}): Row => ({ time, seq: time, index: 0, market: btc.name, ...of });
const source = (path: string): Source => sources.find((s) => s.path === `/history/${path}`)!;
const read = (path: string, of: object) => source(path).read(row(1, of), markets);

describe('notices', () => {
  it('say what was traded, fired and paid, in the market\u2019s digits', () => {
    expect(read('fills', { side: 'buy', qty: '0.25', price: '60000.5', fee: '4.050001', reason: 'user', orderId: '7' })).toMatchObject({ title: 'Bought 0.25000 BTC at 60,000.5', text: 'BTC-PERP · fee 4.06 USDC', tone: 'up' });
    expect(read('triggers', { trigger: 'stop', level: '59000' })).toMatchObject({ title: 'Stop fired at 59,000.0', explain: '/explain/1/0' });
    expect(read('funding', { amount: '0.250049' })).toMatchObject({ title: 'Paid 0.26 USDC funding', tone: 'down' });
    expect(read('funding', { amount: '-0.15003' })).toMatchObject({ title: 'Got 0.15 USDC funding', tone: 'up' });
    expect(read('deposits', { asset: 'USDC', amount: '1234.5' })).toMatchObject({ title: 'Deposited 1,234.5 USDC' });
  });

  it('tell a forced sale once, as what it is', () => {
    expect(read('fills', { side: 'sell', qty: '1', price: '1', fee: '0', reason: 'liquidation' })).toBeNull();
    expect(read('liquidations', { kind: 'liquidationStep', qty: '0.5' })).toMatchObject({ kind: 'risk', tone: 'bad', text: 'BTC-PERP · 0.50000 BTC', explain: '/explain/1/0' });
    expect(read('liquidations', { kind: 'liquidationEnded' })?.explain).toBeUndefined();
  });

  it('tell what became of the ways in, and lead to where a reset is stopped', () => {
    const told = sources.find((s) => s.path === '/auth/activity')!;
    const of = (act: string) => told.read(row(1, { act, activityId: '7', address: '203.0.113.7' }), markets);
    expect(of('factorResetAllowed')).toMatchObject({ kind: 'security', tone: 'bad', act: '/account/security' });
    expect(of('keyMade')).toMatchObject({ title: 'An API key was made', text: '203.0.113.7', tone: 'plain' });
    expect(of('signedIn')).toBeNull();
  });

  it('are one list that ends where a history goes on unread', () => {
    const money = row(5, { amount: '1', asset: 'USDC' });
    const list = merge([
      [source('deposits'), { rows: [money, { ...money, time: 1, seq: 1 }], hasMore: false }],
      [source('funding'), { rows: [row(9, { amount: '1' }), row(4, { amount: '1' })], hasMore: true }],
    ], markets);
    expect(list.map((n) => n.time)).toEqual([9, 5, 4]);
  });
});
