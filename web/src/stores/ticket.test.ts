import { expect, it } from 'vitest';
import { clearSent, editTicket, useTicket } from './ticket';

it('what was sent is cleared, and what was typed meanwhile is not', () => {
  editTicket({ size: '1', price: '60000', stopLoss: '59000' });
  const sent = useTicket.getState().draft;
  editTicket({ size: '2' });
  clearSent(sent);
  expect(useTicket.getState().draft).toMatchObject({ size: '2', stopLoss: '59000' });
  clearSent(useTicket.getState().draft);
  expect(useTicket.getState().draft).toMatchObject({ size: '', stopLoss: '', price: '60000' });
});
