namespace Peregrine.Gateway.Streams;

/// <summary>Wants to be woken by news.</summary>
internal interface IListener
{
    /// <summary>There may be something to say. Called with locks held: it returns at once.</summary>
    void Ring();

    /// <summary>There may be something to say because of the time it is.</summary>
    bool IsDue(long nowMs);
}
