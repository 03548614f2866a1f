using Peregrine.Gateway.Folds;
using Peregrine.Gateway.Json;
using Peregrine.MarketData;

namespace Peregrine.Gateway.Streams;

/// <summary>What one socket wants to know, and how much of it it knows. It is asked when the socket is free, so a slow reader gets the newest word and never a queue.</summary>
internal abstract class Subscription(string name)
{
    private (FoldFeed Feed, Fold Fold)[] _needs = [];

    /// <summary>How the client sees it named, and by which it ends.</summary>
    public string Name => name;

    /// <summary>What it tells of stands still or was made anew: it ends, and whoever wants it subscribes again.</summary>
    public bool IsOver
    {
        get
        {
            foreach ((FoldFeed feed, Fold fold) in _needs)
            {
                if (feed.Trouble is not null || feed.Any != fold) return true;
            }
            return false;
        }
    }

    /// <summary>What wakes its socket.</summary>
    public abstract IReadOnlyList<NewsSource> Sources { get; }

    /// <param name="needs">The folds that it was made of.</param>
    public Subscription Of((FoldFeed Feed, Fold Fold)[] needs)
    {
        _needs = needs;
        return this;
    }

    /// <summary>Writes the next frame; false when there is nothing new.</summary>
    public abstract bool Write(JsonText json, long nowMs);

    /// <summary>For one that listens to the clock: something may be told that was not a moment ago. By any thread.</summary>
    public virtual bool IsDue(long nowMs) => false;

    /// <summary>All that it has written so far was taken by the wire: what was only written may still be lost with the socket.</summary>
    public virtual void WentOut()
    {
    }
}
