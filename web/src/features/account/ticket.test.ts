import { expect, it } from 'vitest';
import { piecesOf, ticketIn } from './ticket';

it('a ticket stands behind the # of a link', () => {
  expect(ticketIn('#ticket=ab-C_1')).toBe('ab-C_1');
  expect([ticketIn(''), ticketIn('#ticket='), ticketIn('#other=1')]).toEqual([null, null, null]);
});

it('a letter\u2019s links lead to this venue, and the rest stays as it is', () => {
  expect(piecesOf('Here:\n\nhttp://127.0.0.1:0/confirm-email#ticket=a1\n\nGood for a day.')).toEqual([
    'Here:\n\n',
    { to: '/confirm-email#ticket=a1', shown: 'http://127.0.0.1:0/confirm-email#ticket=a1' },
    '\n\nGood for a day.',
  ]);
});
