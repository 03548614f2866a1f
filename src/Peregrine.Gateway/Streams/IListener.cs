namespace Peregrine.Gateway.Streams;

/// <summary>Wants to be woken by news.</summary>
internal interface IListener
{
    /// <summary>There may be something to say. It returns at once; it may still be called when nothing is listened to any more.</summary>
    void Ring();

    /// <summary>There may be something to say because of the time it is.</summary>
    bool IsDue(long nowMs);
}
