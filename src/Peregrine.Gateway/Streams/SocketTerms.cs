namespace Peregrine.Gateway.Streams;

/// <summary>In what the dialects of sockets differ besides their frames.</summary>
/// <param name="SubscriptionsMax">How many subscriptions one socket may have.</param>
/// <param name="OnEnded">Said before a socket is closed because who used it may not any more; none when the dialect has no word for it.</param>
/// <param name="OnSlow">Said before a socket is closed because its answers are not read.</param>
internal sealed record SocketTerms(int SubscriptionsMax, byte[]? OnEnded, byte[]? OnSlow)
{
    /// <summary>The socket ends with a subscription that cannot go on, because its dialect has no word for that; else the subscription alone ends, and its client is told.</summary>
    public bool EndsWithItsStreams { get; init; }

    /// <summary>The other end is asked by pings what has arrived, because its dialect has no word for that either.</summary>
    public bool AsksWhatArrived { get; init; }
}
