using Peregrine.Client.Markets;

namespace Peregrine.Sandbox.Agents;

/// <summary>Somebody who trades: what he is given, how often he acts, and what he does then. Each has an ordinary account of his own.</summary>
internal abstract class Agent(string name, long dollars)
{
    /// <summary>As it stands in his address.</summary>
    public string Name => name;

    /// <summary>Paper dollars that he begins with, and is filled up to when little is left.</summary>
    public long Dollars => dollars;

    /// <summary>Simulated time between two acts, on average.</summary>
    public abstract TimeSpan Pace { get; }

    /// <summary>Pauses are drawn, so that not everybody acts at once; a maker's are not.</summary>
    public virtual bool IsPunctual => false;

    public abstract ValueTask Act(Desk desk, CancellationToken stop);

    /// <summary>Whether he answers auctions.</summary>
    public virtual bool Quotes => false;

    /// <summary>Somebody asks makers for a better price.</summary>
    public virtual void Quote(Desk desk, MarketTerms market, AuctionNews auction)
    {
        // Most have no business there.
    }
}
