using System.Net;

namespace Peregrine.Identity.Keys;

/// <summary>A living key as requests are checked against it: everything at hand, nothing to look up. Replaced whole when its terms change.</summary>
internal sealed class ApiKeyEntry
{
    private const long UseKeptEveryMs = 1000;

    private long _lastUsedMs;
    private IPAddress? _lastUsedFrom;
    private int _isNoted;

    public required long Row { get; init; }

    public required int Account { get; init; }

    public required int Key { get; init; }

    public required Scopes Scopes { get; init; }

    public required long ExpiresAtMs { get; init; }

    /// <summary>Lists that must all allow the address; while terms change there are two.</summary>
    public required IPNetwork[][] Networks { get; init; }

    /// <summary>Key of the HMAC; null when it signs otherwise.</summary>
    public byte[]? Secret { get; init; }

    /// <summary>Null when it signs otherwise.</summary>
    public Ed25519Key? PublicKey { get; init; }

    public long LastUsedMs => Volatile.Read(ref _lastUsedMs);

    public IPAddress? LastUsedFrom => Volatile.Read(ref _lastUsedFrom);

    public bool Allows(IPAddress address)
    {
        foreach (IPNetwork[] list in Networks)
        {
            if (!Holds(list, address)) return false;
        }
        return true;
    }

    /// <summary>Notes a use, at most once a second; true when it is the first since <see cref="TakeNote"/>, so that somebody writes it down later.</summary>
    public bool Use(long nowMs, IPAddress address)
    {
        if (nowMs - Volatile.Read(ref _lastUsedMs) < UseKeptEveryMs) return false;
        Volatile.Write(ref _lastUsedMs, nowMs);
        Volatile.Write(ref _lastUsedFrom, address);
        return Interlocked.Exchange(ref _isNoted, 1) == 0;
    }

    public void TakeNote() => Volatile.Write(ref _isNoted, 0);

    private static bool Holds(IPNetwork[] list, IPAddress address)
    {
        if (list.Length == 0) return true;
        foreach (IPNetwork network in list)
        {
            if (network.Contains(address)) return true;
        }
        return false;
    }
}
