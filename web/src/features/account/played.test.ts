import { expect, it } from 'vitest';
import { visitIn } from './played';

const whole = '?client_id=c&redirect_uri=http%3A%2F%2Fv%2Fsign-in%2Fgoogle&response_type=code&scope=openid&state=s&nonce=n&code_challenge=h&code_challenge_method=S256';

it('an address tells with what a browser was sent away', () => {
  expect(visitIn(whole)).toEqual({ clientId: 'c', redirectUri: 'http://v/sign-in/google', state: 's', nonce: 'n', codeChallenge: 'h', codeChallengeMethod: 'S256' });
});

it.each(['client_id', 'redirect_uri', 'state', 'nonce', 'code_challenge', 'code_challenge_method'])('an address without %s is nobody’s', (name) => {
  const query = new URLSearchParams(whole);
  query.delete(name);
  expect(visitIn(`?${query.toString()}`)).toBeNull();
});
