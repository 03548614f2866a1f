export const chart = {
  title: 'Chart', interval: 'Interval', more: 'More', sources: { trades: 'Trades', mark: 'Mark', index: 'Index' }, source: 'Prices of', indicators: 'Indicators', lines: 'My lines', reset: 'Reset',
  waiting: 'Asking for candles…', none: 'No trades yet. Choose Mark to see the price.', lost: 'Not live',
  built: 'This venue offers no candles yet: these are made of the trades this page has seen.',
  attribution: 'Charts: TradingView Lightweight Charts™',
  names: { ma: 'MA 20', ema: 'EMA 20 and 50', bollinger: 'Bollinger 20, 2', vwap: 'VWAP (day)', volume: 'Volume', rsi: 'RSI 14', macd: 'MACD 12 26 9' },
  line: {
    long: 'Long', short: 'Short', buy: 'Buy', sell: 'Sell', takeProfit: 'TP', stop: 'SL', trigger: 'Stop', liquidation: 'Liquidation', limit: 'Limit', trailing: 'Trail', away: 'away', below: 'below', above: 'above',
    now: 'would trigger now', beyond: 'beyond liquidation', cancel: (words: string) => `Cancel ${words}`, group: 'Your lines on the chart',
    value: (label: string, price: string, info: string) => `${label} at ${price}, ${info}`,
  },
  summary: (market: string, interval: string, last: string, change: string) => `${market}, candles of ${interval}. Last ${last}, ${change} over what is shown.`,
} as const;
