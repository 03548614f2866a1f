import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { api } from './client';

const refusal = (status: number, retryAfterMs: number) => () =>
  new Response(JSON.stringify({ error: { code: 'BUSY', message: 'Not now.', details: { retryAfterMs: String(retryAfterMs) } } }), { status, headers: { 'Content-Type': 'application/json' } });
const answer = () => new Response('{"ok":true}', { status: 200 });

let answers: (() => Response)[] = [];
const fetched = vi.fn(() => Promise.resolve((answers.shift() ?? answer)()));

beforeEach(() => {
  vi.useFakeTimers();
  vi.stubGlobal('fetch', fetched);
  fetched.mockClear();
});

afterEach(() => {
  vi.unstubAllGlobals();
  vi.useRealTimers();
});

test.each([429, 503])('a question that is answered %d is asked once more, when the venue says', async (status) => {
  answers = [refusal(status, 800)];
  const asked = api.get('/markets');
  await vi.advanceTimersByTimeAsync(799);
  expect(fetched).toHaveBeenCalledTimes(1);
  await vi.advanceTimersByTimeAsync(1);
  await expect(asked).resolves.toEqual({ ok: true });
});

test('twice refused is refused, and so is what would have to wait for long', async () => {
  answers = [refusal(503, 500), refusal(503, 500)];
  const asked = expect(api.get('/markets')).rejects.toMatchObject({ code: 'BUSY' });
  await vi.advanceTimersByTimeAsync(500);
  await asked;
  expect(fetched).toHaveBeenCalledTimes(2);
  answers = [refusal(503, 60_000)];
  await expect(api.get('/markets')).rejects.toMatchObject({ retryAfterMs: 60_000 });
  expect(fetched).toHaveBeenCalledTimes(3);
});

test('who is ready to ask more often is refused when that was as often as they said', async () => {
  answers = [refusal(503, 500), refusal(429, 300), refusal(503, 500)];
  const asked = expect(api.get('/markets', { tries: 3 })).rejects.toMatchObject({ code: 'BUSY' });
  await vi.advanceTimersByTimeAsync(800);
  await asked;
  expect(fetched).toHaveBeenCalledTimes(3);
  answers = [refusal(503, 500), refusal(429, 300)];
  const more = api.get('/markets', { tries: 3 });
  await vi.advanceTimersByTimeAsync(800);
  await expect(more).resolves.toEqual({ ok: true });
});

test('a command goes once', async () => {
  answers = [refusal(503, 10)];
  await expect(api.post('/orders', {})).rejects.toMatchObject({ code: 'BUSY' });
  expect(fetched).toHaveBeenCalledTimes(1);
});

test('who has left hears nothing and asks no more', async () => {
  answers = [refusal(429, 100)];
  const left = new AbortController();
  const asked = expect(api.get('/markets', { signal: left.signal })).rejects.toThrow();
  await vi.advanceTimersByTimeAsync(50);
  left.abort();
  await vi.advanceTimersByTimeAsync(50);
  await asked;
  expect(fetched).toHaveBeenCalledTimes(1);
});
