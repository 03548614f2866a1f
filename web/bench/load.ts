import type { Venue } from '../e2e/support/venue';

export const Markets = ['BTC-PERP', 'ETH-PERP', 'SOL-PERP', 'ADA-PERP', 'LINK-PERP'] as const;
const Levels = 20;
const Spread = 0.001;
const PerSecond = 50;

/** Keeps books of twenty levels a side moving: fifty times a second one order in each market is given another size. */
export class Load {
  private timer: ReturnType<typeof setInterval> | undefined;
  private readonly orders = new Map<string, { id: string; lots: number }[]>();
  private turn = 0;
  private underWay = 0;
  /** Rounds that the venue answered. */
  rounds = 0;

  private readonly venue: Venue;
  private readonly token: string;

  constructor(venue: Venue, token: string) {
    this.venue = venue;
    this.token = token;
  }

  async begin(): Promise<void> {
    for (const market of Markets) await this.quote(market);
    this.timer = setInterval(() => void this.round(), 1000 / PerSecond);
  }

  stop(): void {
    clearInterval(this.timer);
  }

  private async quote(market: string): Promise<void> {
    const { mark } = await this.venue.call<{ mark: string }>('GET', `/mark/${market}`);
    const terms = await this.venue.call<{ tickSize: string; lotSize: string }>('GET', `/markets/${market}`);
    const [tick, lot] = [Number(terms.tickSize), Number(terms.lotSize)];
    const digits = (terms.tickSize.split('.')[1] ?? '').length;
    const lots = Math.ceil(40 / Number(mark) / lot);
    const commands = Array.from({ length: Levels * 2 }, (_, i) => {
      const away = (Math.floor(i / 2) + 1) * Spread * Number(mark);
      const price = Math.round((Number(mark) + (i % 2 === 0 ? -away : away)) / tick) * tick;
      return { op: 'place', body: { type: 'limit', market, side: i % 2 === 0 ? 'buy' : 'sell', price: price.toFixed(digits), qty: sizeText(lots, terms.lotSize) } };
    });
    const { answers } = await this.venue.call<{ answers: { orderId?: string; error?: { message: string } }[] }>('POST', '/orders/batch', { commands }, this.token);
    this.orders.set(`${market} ${terms.lotSize}`, answers.map((a) => ({ id: orderOf(a), lots })));
  }

  private async round(): Promise<void> {
    // A venue that is slower than its load is not given more of it.
    if (this.underWay > 8) return;
    this.underWay++;
    this.turn++;
    const commands = [...this.orders].map(([name, orders]) => {
      const [market = '', lot = '1'] = name.split(' ');
      const order = orders[this.turn % orders.length] as { id: string; lots: number };
      return { op: 'amend', id: order.id, body: { market, qty: sizeText(order.lots + (this.turn % 7), lot) } };
    });
    await this.venue.call('POST', '/orders/batch', { commands }, this.token).then(() => this.rounds++, () => undefined);
    this.underWay--;
  }
}

function orderOf(answer: { orderId?: string; error?: { message: string } }): string {
  if (answer.orderId === undefined) throw new Error(`The load has no order: ${answer.error?.message ?? 'no reason'}`);
  return answer.orderId;
}

const sizeText = (lots: number, lot: string): string => (lots * Number(lot)).toFixed((lot.split('.')[1] ?? '').length);
