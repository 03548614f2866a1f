using System.Net;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Primitives;

namespace Peregrine.Gateway.Http;

/// <summary>Whose word is taken for where a request comes from: nobody's, unless the operator named him.</summary>
/// <remarks>Each proxy adds to the right of <c>X-Forwarded-For</c> the address that it saw, so what is believed is read from the right, as far as it was written by proxies that are trusted.
/// The first address that is none of theirs is the client; what stands left of it he may have made up.</remarks>
internal sealed class TrustedProxies(IReadOnlyList<IPNetwork> networks)
{
    private const string Header = "X-Forwarded-For";

    /// <summary>Puts the client in the place of the proxies, for limits, sessions, keys and logs alike.</summary>
    public void Apply(HttpContext http)
    {
        if (networks.Count == 0) return;
        StringValues lines = http.Request.Headers[Header];
        if (lines.Count > 0) http.Connection.RemoteIpAddress = Client(http.Connection.RemoteIpAddress ?? IPAddress.None, lines.ToString());
    }

    /// <param name="peer">Who holds the connection.</param>
    /// <param name="hops">What the header says, its lines joined by commas.</param>
    public IPAddress Client(IPAddress peer, string hops)
    {
        IPAddress client = Plain(peer);
        ReadOnlySpan<char> left = hops;
        while (!left.IsEmpty && IsTrusted(client))
        {
            int comma = left.LastIndexOf(',');
            // A proxy that writes something else there has told nothing about its client: he is taken for it.
            if (!TryRead(left[(comma + 1)..].Trim(), out IPAddress? hop)) break;
            client = hop;
            left = left[..Math.Max(comma, 0)];
        }
        return client;
    }

    private bool IsTrusted(IPAddress address)
    {
        foreach (IPNetwork network in networks)
        {
            if (network.Contains(address)) return true;
        }
        return false;
    }

    // Some proxies write the port too.
    private static bool TryRead(ReadOnlySpan<char> text, out IPAddress hop)
    {
        bool isRead = IPEndPoint.TryParse(text, out IPEndPoint? end);
        hop = isRead ? Plain(end!.Address) : IPAddress.None;
        return isRead;
    }

    private static IPAddress Plain(IPAddress address) => address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address;
}
