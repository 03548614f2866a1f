import { marketOf, type Market, type MarketWire } from '../markets/terms';

/** The margin table of the worked examples in the venue's rules; both markets use it there. */
const tiers = [
  ['0', '0.01', '0.005'], ['50000', '0.02', '0.01'], ['500000', '0.05', '0.025'], ['2500000', '0.1', '0.05'], ['10000000', '0.2', '0.1'],
] as const;

const wire = (market: string, tickSize: string, lotSize: string): MarketWire => ({
  market, state: 'open', tickSize, lotSize, minQty: lotSize, maxQty: '1000', maxMarketQty: '100', minNotional: '10', maxPosition: '10000', bandUp: '0.1', bandDown: '0.1',
  maxSlippage: '0.05', maxLeverage: 100, fees: { maker: '0.00015', taker: '0.00045' },
  tiers: tiers.map(([floor, initialRate, maintenanceRate]) => ({ floor, initialRate, maintenanceRate })),
});

export const btcWire = wire('BTC-PERP', '0.1', '0.00001');
export const solWire = wire('SOL-PERP', '0.01', '0.01');
export const btc: Market = marketOf(btcWire);
export const sol: Market = marketOf(solWire);

/** Dollars in millionths. */
export const usd = (dollars: number): bigint => BigInt(Math.round(dollars * 1e6));
