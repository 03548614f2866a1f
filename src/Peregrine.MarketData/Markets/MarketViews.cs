using Peregrine.Core;
using Peregrine.MarketData.Auctions;
using Peregrine.MarketData.Memory;
using Peregrine.MarketData.Prices;
using Peregrine.MarketData.Risk;

namespace Peregrine.MarketData.Markets;

/// <summary>Copies of what markets and assets are, for any thread, each of a moment between two commands.</summary>
public sealed class MarketViews
{
    private readonly MarketRecord?[] _markets;
    private readonly VenueRecord _venue;

    internal MarketViews(MarketRecord?[] markets, VenueRecord venue) => (_markets, _venue) = (markets, venue);

    /// <summary>Markets are numbered from 1 to this.</summary>
    public int Count => _venue.MarketsMax;

    /// <summary>The market's facts; false when there is no such market.</summary>
    public bool TryRead(int market, out MarketFacts facts)
    {
        facts = default;
        if (RecordOf(market) is not { } record) return false;
        Copying copying = new(ref record.Mark);
        do facts = record.Facts;
        while (copying.WasTorn());
        return true;
    }

    /// <summary>The last command that changed anything about the market: another number when there was one more.</summary>
    public long LastChange(int market) => RecordOf(market) is { } record ? Volatile.Read(ref record.Facts.Seq) : 0;

    /// <summary>Where the market's prices come from, and its sources' health.</summary>
    public bool TryReadFeed(int market, out FeedFacts feed)
    {
        feed = default;
        if (RecordOf(market) is not { } record) return false;
        Copying copying = new(ref record.Mark);
        do feed = record.Feed;
        while (copying.WasTorn());
        return true;
    }

    /// <summary>The market's funding: last, running, and by <see cref="FundingFacts.ForecastPpb"/> the next.</summary>
    public bool TryReadFunding(int market, out FundingFacts funding)
    {
        funding = default;
        if (RecordOf(market) is not { } record) return false;
        Copying copying = new(ref record.Mark);
        do funding = record.Funding;
        while (copying.WasTorn());
        return true;
    }

    /// <summary>The market's insurance fund and bad debt; market 0 is the fund behind all of them.</summary>
    public bool TryReadRisk(int market, out RiskFacts risk)
    {
        risk = default;
        MarketRecord? record = RecordOf(market);
        if (record is null && market != 0) return false;
        Copying copying = new(ref record is null ? ref _venue.Mark : ref record.Mark);
        do risk = record?.Risk ?? _venue.Risk;
        while (copying.WasTorn());
        return true;
    }

    /// <summary>The market's latest liquidations, backstop take-overs, deleveragings and payments of insurance, oldest first, as many as fit.</summary>
    public int ReadRisks(int market, Span<PublicRisk> into)
    {
        if (RecordOf(market) is not { } record) return 0;
        int count;
        Copying copying = new(ref record.Mark);
        do count = record.Risks.CopyLatest(into);
        while (copying.WasTorn());
        return count;
    }

    /// <summary>Those behind a number, as many as fit; −1 when some of them are gone.</summary>
    public int ReadRisks(int market, long afterNumber, Span<PublicRisk> into)
    {
        if (RecordOf(market) is not { } record) return 0;
        int count;
        Copying copying = new(ref record.Mark);
        do count = record.Risks.Copy(afterNumber, into);
        while (copying.WasTorn());
        return count;
    }

    /// <summary>The market's latest openings and ends of auctions, oldest first, as many as fit.</summary>
    public int ReadAuctions(int market, Span<PublicAuction> into)
    {
        if (RecordOf(market) is not { } record) return 0;
        int count;
        Copying copying = new(ref record.Mark);
        do count = record.Auctions.CopyLatest(into);
        while (copying.WasTorn());
        return count;
    }

    /// <summary>Those behind a number, as many as fit; −1 when some of them are gone.</summary>
    public int ReadAuctions(int market, long afterNumber, Span<PublicAuction> into)
    {
        if (RecordOf(market) is not { } record) return 0;
        int count;
        Copying copying = new(ref record.Mark);
        do count = record.Auctions.Copy(afterNumber, into);
        while (copying.WasTorn());
        return count;
    }

    /// <summary>Whether an auction of that name opened in the market lately.</summary>
    public bool HasAuction(int market, long auction)
    {
        Span<PublicAuction> latest = new PublicAuction[MarketRecord.AuctionsKept];
        foreach (ref readonly PublicAuction entry in latest[..ReadAuctions(market, latest)])
        {
            if (entry.IsOpening && entry.Auction == auction) return true;
        }
        return false;
    }

    /// <summary>The market of a symbol, or 0.</summary>
    public int Find(in Symbol symbol)
    {
        for (int id = 1; id <= Count; id++)
        {
            if (TryRead(id, out MarketFacts facts) && facts.Terms.Symbol == symbol) return id;
        }
        return 0;
    }

    /// <summary>The latest trades, oldest first, as many as fit.</summary>
    public int ReadTrades(int market, Span<PublicTrade> into)
    {
        if (RecordOf(market) is not { } record) return 0;
        int count;
        Copying copying = new(ref record.Mark);
        do count = record.Trades.CopyLatest(into);
        while (copying.WasTorn());
        return count;
    }

    /// <summary>Trades behind a number, as many as fit; −1 when some of them are gone.</summary>
    public int ReadTrades(int market, long afterNumber, Span<PublicTrade> into)
    {
        if (RecordOf(market) is not { } record) return 0;
        int count;
        Copying copying = new(ref record.Mark);
        do count = record.Trades.Copy(afterNumber, into);
        while (copying.WasTorn());
        return count;
    }

    /// <summary>The market's margin tiers from the lowest floor up, as many as fit.</summary>
    public int ReadTiers(int market, Span<MarginTierFacts> into)
    {
        if (RecordOf(market) is not { } record) return 0;
        int count;
        Copying copying = new(ref record.Mark);
        do
        {
            count = Math.Min(record.TierCount, into.Length);
            record.Tiers.AsSpan(0, count).CopyTo(into);
        }
        while (copying.WasTorn());
        return count;
    }

    /// <summary>All assets by id, as many as fit.</summary>
    public int ReadAssets(Span<AssetFacts> into)
    {
        int count;
        Copying copying = new(ref _venue.Mark);
        do
        {
            count = Math.Min(_venue.AssetCount, into.Length);
            for (int i = 0; i < count; i++) into[i] = _venue.AssetAt(i + 1);
        }
        while (copying.WasTorn());
        return count;
    }

    /// <summary>The fee table from the lowest volume up, as many rows as fit.</summary>
    public int ReadFeeTiers(Span<SetFeeTier> into)
    {
        int count;
        Copying copying = new(ref _venue.Mark);
        do
        {
            count = Math.Min(_venue.FeeTierCount, into.Length);
            for (int i = 0; i < count; i++) into[i] = _venue.FeeTierAt(i);
        }
        while (copying.WasTorn());
        return count;
    }

    private MarketRecord? RecordOf(int market) => (uint)market < (uint)_markets.Length ? Volatile.Read(ref _markets[market]) : null;
}
