using Peregrine.Core;

namespace Peregrine.Engine.Lifecycle;

/// <summary>How one market came to its state and where it goes from there. Cold: nothing here is asked by a plain order in an open market.</summary>
internal sealed class MarketLife
{
    public long StateSinceNs;
    /// <summary>It was halted and climbs back: cancel-only, post-only, auction, open.</summary>
    public bool AfterHalt;
    /// <summary>The state that a restart interrupted; 0 for none.</summary>
    public MarketState ReturnTo;
    /// <summary>0 while no auction ends by itself.</summary>
    public long AuctionEndsNs;
    public int AuctionTimer;

    /// <summary>When the open-interest cap last rose: it may double once a day.</summary>
    public long CapRaisedNs;

    // Auctions of single orders.
    public bool AuctionOn;
    public Micros AuctionNotionalMin = new(25_000_000_000);
    public long AuctionDurationNs = 150_000_000;

    /// <summary>The market's end, from its announcement on.</summary>
    public readonly SettlementState Settlement = new();
}
