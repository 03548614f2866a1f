using Peregrine.Client.Json;
using Peregrine.Client.Rest;

namespace Peregrine.Client.Signing;

/// <summary>In whose name requests are made.</summary>
public abstract class Credentials
{
    /// <summary>Nobody's: for what is public.</summary>
    public static readonly Credentials None = new Nobody();

    /// <summary>Makes sure that signing works now; a no when it cannot.</summary>
    internal virtual ValueTask<Refusal?> Ready(RestLine line, CancellationToken stop) => default;

    /// <summary>Puts a name to a request; it may have to wait a moment for the clock.</summary>
    internal abstract ValueTask Sign(HttpAsk ask, RestLine line, CancellationToken stop);

    /// <summary>The fields of a stream's <c>auth</c>; false when there is nobody to name.</summary>
    internal abstract bool WriteAuth(JsonOut json, long nowMs);

    /// <summary>The venue says that it has expired; true when there is something to renew.</summary>
    internal virtual bool Expire() => false;

    /// <summary>When a stream must name itself again; null when never.</summary>
    internal virtual DateTimeOffset? RenewAt => null;

    private sealed class Nobody : Credentials
    {
        internal override ValueTask Sign(HttpAsk ask, RestLine line, CancellationToken stop) => default;

        internal override bool WriteAuth(JsonOut json, long nowMs) => false;
    }
}
