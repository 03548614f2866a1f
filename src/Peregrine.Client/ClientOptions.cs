namespace Peregrine.Client;

/// <summary>How a client behaves.</summary>
public sealed record ClientOptions
{
    /// <summary>The sub-account that acts; null for the signer's own.</summary>
    public int? Account { get; init; }

    public RetryPolicy Retry { get; init; } = RetryPolicy.Usual;

    /// <summary>How long one answer over HTTP may take; after that a change is in doubt.</summary>
    public TimeSpan Patience { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>The longest wait between two attempts to connect a stream again.</summary>
    public TimeSpan ReconnectMax { get; init; } = TimeSpan.FromSeconds(5);

    public TimeProvider Time { get; init; } = TimeProvider.System;
}
