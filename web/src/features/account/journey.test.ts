import { expect, it } from 'vitest';
import { arrivalIn } from './journey';

it('an arrival carries what the other site sent back, and nothing else', () => {
  expect(arrivalIn('?state=s%2F1&code=c&iss=https%3A%2F%2Faccounts.google.com&scope=email&hd=x')).toEqual({ state: 's/1', code: 'c', iss: 'https://accounts.google.com' });
  expect(arrivalIn('?state=s&error=access_denied')).toEqual({ state: 's', error: 'access_denied' });
});

it('without a state it is none', () => {
  expect(arrivalIn('?code=c')).toBeNull();
  expect(arrivalIn('?state=&code=c')).toBeNull();
  expect(arrivalIn('')).toBeNull();
});
