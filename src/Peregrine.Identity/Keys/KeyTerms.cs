using System.Net;
using Peregrine.Core;

namespace Peregrine.Identity.Keys;

/// <summary>What a key may do, from where, and until when. All but the limits is the gateway's to refuse; the limits are the engine's.</summary>
public sealed record KeyTerms
{
    private const int LabelMax = 40, NetworksMax = 32;

    public required string Label { get; init; }

    public required Scopes Scopes { get; init; }

    /// <summary>From where it may be used; empty means from anywhere.</summary>
    public IReadOnlyList<IPNetwork> Networks { get; init; } = [];

    /// <summary>Until when it is good; null for ever.</summary>
    public long? ExpiresAtMs { get; init; }

    /// <summary>What the engine enforces besides. Its allowed actions come from <see cref="Scopes"/>, whatever stands in it.</summary>
    public Limits Limits { get; init; }

    /// <summary>Reads "10.0.0.0/8", "2001:db8::/32" or a single address.</summary>
    public static bool TryParseNetwork(string text, out IPNetwork network)
    {
        int slash = text.IndexOf('/', StringComparison.Ordinal);
        network = default;
        if (!IPAddress.TryParse(slash < 0 ? text : text[..slash], out IPAddress? address) || address.IsIPv4MappedToIPv6) return false;
        // Who writes 10.0.0.1/8 may mean one machine or sixteen million: the platform takes the larger, we ask again.
        if (slash >= 0) return IPNetwork.TryParse(text, out network) && network.BaseAddress.Equals(address);
        network = new IPNetwork(address, address.GetAddressBytes().Length * 8);
        return true;
    }

    internal Limits EngineLimits()
    {
        Limits limits = Limits;
        limits.Actions = Scopes.ToActions();
        return limits;
    }

    internal Refusal? Complaint(long nowMs)
    {
        if (Label.Trim().Length is 0 or > LabelMax || Label.Any(char.IsControl)) return Refusal.BadField("label", $"The label has 1 to {LabelMax} characters.");
        if (Scopes == Scopes.None || (Scopes & ~Scopes.All) != 0) return Refusal.BadField("scopes", "A key has at least one of: read, trade, reduceOnly, transfer, withdraw.");
        if (Networks.Count > NetworksMax) return Refusal.BadField("networks", $"A key has at most {NetworksMax} networks.");
        if (ExpiresAtMs <= nowMs) return Refusal.BadField("expiresAt", "The key would have expired already.");
        return null;
    }
}
