using Peregrine.Core;

namespace Peregrine.History.Sqlite;

/// <summary>Trades, prices, funding rates, candles, and what a day brought to markets and to the venue.</summary>
internal sealed class MarketRows(RowStatements sql, SharedRows shared)
{
    public const long MinuteNs = 60_000_000_000, HourNs = 60 * MinuteNs, DayNs = 24 * HourNs, FlowNs = 5 * MinuteNs;

    private const long OneDollar = 1_000_000;
    private const int FromTrades = 1, FromMark = 2, FromIndex = 3;
    private static readonly long[] Lengths = [MinuteNs, HourNs, DayNs];

    public void Add(in EventHeader header, in Trade trade)
    {
        long notional = trade.Qty.Value * trade.Price.Value * shared.TickLotValue(header.Market);
        long day = header.TimeNs / DayNs;
        sql.Run("INSERT INTO trades VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)", header.Seq, header.Index, header.TimeNs, (int)header.Market,
            trade.TradeIndex, trade.Price.Value, trade.Qty.Value, notional, (int)trade.TakerSide, (int)trade.Reason);
        shared.CountTrade(header.Market, day, trade.Qty.Value, notional);
        shared.CountTaken(header.Market, header.TimeNs / FlowNs, trade.TakerSide, trade.Qty.Value);
        shared.Earn(day, new VenueDay(trade.TakerFee + trade.MakerFee - trade.ReferralShare, trade.ReferralShare, trade.TakerBuilderFee + trade.MakerBuilderFee, Micros.Zero));
        Candles(in header, FromTrades, trade.Price.Value * Subticks.PerTick, trade.Qty.Value, notional, trade.TakerSide, (header.Seq, trade.TradeIndex));
    }

    public void Add(ref EventReader happened)
    {
        ref readonly EventHeader header = ref happened.Header;
        switch (header.Kind)
        {
            case EventKind.PricesChanged:
                PricesChanged prices = happened.Body<PricesChanged>();
                Price(in header, prices.Index, prices.Mark);
                break;
            case EventKind.MarkUpdated:
                MarkUpdated updated = happened.Body<MarkUpdated>();
                Price(in header, updated.Index, updated.Mark);
                break;
            case EventKind.AssetPriceChanged:
                AssetPriceChanged asset = happened.Body<AssetPriceChanged>();
                Price(in header, in asset);
                break;
            case EventKind.MarketListed:
                MarketListed listed = happened.Body<MarketListed>();
                sql.Run("INSERT OR REPLACE INTO markets VALUES ($1, $2, $3, $4, $5)", (int)header.Market, listed.Terms.Symbol.ToString(), listed.TickLotValue,
                    listed.Terms.TickE9, listed.Terms.LotE9);
                shared.Relist(header.Market);
                break;
            case EventKind.FundingStarted:
                FundingStarted started = happened.Body<FundingStarted>();
                sql.Run("INSERT INTO funding_rates VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)", header.Seq, header.Index, header.TimeNs, (int)header.Market,
                    started.HourNs, started.Index.Value, started.RatePpb, started.Rate8Ppb, started.AveragePremiumPpb, started.Samples, started.Epoch);
                break;
            default:
                break;
        }
    }

    /// <summary>An asset's name and decimals; the settle asset is worth itself.</summary>
    public void List(int asset, Symbol symbol, int decimals) => sql.Run("INSERT OR REPLACE INTO assets VALUES ($1, $2, $3, $4)",
        asset, symbol.ToString(), decimals, asset == 1 ? OneDollar : 0);

    public void EarnLiquidation(in EventHeader header, Micros fee) => shared.Earn(header.TimeNs / DayNs, new VenueDay(Micros.Zero, Micros.Zero, Micros.Zero, fee));

    private void Price(in EventHeader header, Subticks index, Subticks mark)
    {
        sql.Run("INSERT INTO prices VALUES ($1, $2, $3, $4, 0, $5, $6)", header.Seq, header.Index, header.TimeNs, (int)header.Market, index.Value, mark.Value);
        if (mark.Value > 0) Candles(in header, FromMark, mark.Value);
        if (index.Value > 0) Candles(in header, FromIndex, index.Value);
    }

    private void Price(in EventHeader header, in AssetPriceChanged asset)
    {
        sql.Run("INSERT INTO prices VALUES ($1, $2, $3, 0, $4, $5, 0)", header.Seq, header.Index, header.TimeNs, (int)asset.Asset, asset.Index.Value);
        sql.Run("UPDATE assets SET index_price = $2 WHERE asset = $1", (int)asset.Asset, asset.Index.Value);
        sql.Run("INSERT INTO asset_days VALUES ($1, $2, $3) ON CONFLICT DO UPDATE SET index_price = $3", (int)asset.Asset, header.TimeNs / DayNs, asset.Index.Value);
    }

    // Longer ones are merged from these.
    private void Candles(in EventHeader header, int source, long price, long qty = 0, long notional = 0, Side taker = default, (long Seq, int Place) id = default)
    {
        foreach (long length in Lengths) shared.Trade(header.Market, source, length, header.TimeNs / length * length, price, qty, notional, taker, id);
    }
}
