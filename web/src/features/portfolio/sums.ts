/** What something came to in a market, all from the account's side: what it paid is below zero. */
export interface Sum {
  readonly market: string;
  readonly trading: bigint;
  readonly funding: bigint;
  readonly fees: bigint;
  readonly net: bigint;
}

/** One sum for each market, the best first. */
export function sumsOf(rows: readonly Sum[]): Sum[] {
  const sums = new Map<string, Sum>();
  for (const row of rows) {
    const before = sums.get(row.market);
    sums.set(row.market, before === undefined ? row : {
      market: row.market, trading: before.trading + row.trading, funding: before.funding + row.funding, fees: before.fees + row.fees, net: before.net + row.net,
    });
  }
  return [...sums.values()].sort((a, b) => (a.net === b.net ? 0 : a.net > b.net ? -1 : 1));
}
