import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { api } from '@/api/client';
import { lost, Problem } from '@/api/problem';
import type { OrderWire } from '@/api/types';
import type { OrderBody } from '@/lib/orders';
import { useToasts } from '@/stores/toasts';
import { acts } from '@/text/acts';
import { bodyAgain, closeEverything, placeOrder } from './actions';

vi.mock('@/api/client', () => ({ api: { get: vi.fn(), post: vi.fn(), delete: vi.fn(), patch: vi.fn() }, segment: encodeURIComponent, useCredentials: () => undefined }));

const limit: OrderBody = { type: 'limit', market: 'BTC-PERP', side: 'buy', price: '59000', qty: '0.01', tif: 'gtc' };
const ladder: OrderBody = { type: 'scale', market: 'BTC-PERP', side: 'buy', fromPrice: '59000', toPrice: '58000', count: 4, qty: '0.04', ratio: '1' };
const refused = (status: number, code: string): Problem => new Problem(status, { code });
const told = (): string | undefined => useToasts.getState().toasts.at(-1)?.text;

beforeEach(() => {
  vi.useFakeTimers();
  vi.mocked(api.get).mockReset();
  vi.mocked(api.post).mockReset();
  useToasts.setState({ toasts: [] });
});
afterEach(() => vi.useRealTimers());

async function placed(body: OrderBody): Promise<boolean> {
  const done = placeOrder(body, 'words');
  await vi.runAllTimersAsync();
  return done;
}

describe('an order whose answer was lost', () => {
  it('is there as soon as it is found, also after it was not there at first', async () => {
    vi.mocked(api.post).mockRejectedValueOnce(lost());
    vi.mocked(api.get).mockRejectedValueOnce(refused(404, 'UNKNOWN_ORDER')).mockResolvedValueOnce({});
    expect(await placed(limit)).toBe(true);
    expect(told()).toBe(acts.arrived);
  });

  it('was not placed where the last word is that there is none', async () => {
    vi.mocked(api.post).mockRejectedValueOnce(lost());
    vi.mocked(api.get).mockRejectedValue(refused(404, 'UNKNOWN_ORDER'));
    expect(await placed(limit)).toBe(false);
    expect(told()).toBe(acts.notArrived);
  });

  it.each([['RATE_LIMITED', 429], ['NOT_FOUND', 404], ['INTERNAL', 500], ['CONNECTION_LOST', 0]])('is not known after %s', async (code, status) => {
    vi.mocked(api.post).mockRejectedValueOnce(lost());
    vi.mocked(api.get).mockRejectedValueOnce(refused(404, 'UNKNOWN_ORDER')).mockRejectedValue(refused(status, code));
    expect(await placed(limit)).toBe(false);
    expect(told()).toBe(acts.stillUnknown);
  });

  it('that is a ladder is asked for by the request itself, which can place nothing any more', async () => {
    vi.mocked(api.post).mockRejectedValueOnce(lost()).mockRejectedValueOnce(refused(422, 'EXPIRED_REQUEST')).mockResolvedValueOnce({ duplicate: true });
    expect(await placed(ladder)).toBe(true);
    const [first, second] = vi.mocked(api.post).mock.calls.map(([, body]) => body as OrderBody);
    expect(second).toEqual({ ...first, expiresAt: 1 });
    expect(api.get).not.toHaveBeenCalled();
  });
});

it('closing everything goes without a name, which it does not take', async () => {
  vi.mocked(api.post).mockResolvedValueOnce({ closes: 2 });
  await closeEverything();
  expect(vi.mocked(api.post).mock.calls).toEqual([['/orders', { type: 'closeAll', maxSlippage: '0.02' }]]);
  expect(told()).toBe('2 orders were sent');
});

it('only what is known whole is offered again', () => {
  const order = { orderId: '1', type: 'limit', market: 'BTC-PERP', side: 'buy', price: '59000', qty: '0.02', rest: '0.01', filled: '0.01', state: 'live' } as unknown as OrderWire;
  expect(bodyAgain(order)).toEqual({ ...limit });
  expect(bodyAgain({ ...order, display: '0.001' })).toBeUndefined();
  expect(bodyAgain({ ...order, expireAt: 1_795_000_000_000 })).toBeUndefined();
  expect(bodyAgain({ ...order, trigger: 'stop' })).toBeUndefined();
});
