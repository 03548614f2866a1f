using Peregrine.Core;

namespace Peregrine.Identity.Keys;

/// <summary>As whom a signed request acts.</summary>
/// <param name="Account">The engine's number of the account.</param>
/// <param name="Key">The engine's number of the key: it goes into the command's header, and the engine checks the key's limits by it.</param>
/// <param name="Scopes">What the gateway may let it do.</param>
/// <param name="Request">
/// Made of the signature. Whoever sends the same request again within its window has the same: an order without a client order id takes its id from here, and comes once.
/// </param>
public readonly record struct KeyUse(int Account, int Key, Scopes Scopes, RequestKey Request)
{
    /// <summary>Until when the key is good; far away when it has no end.</summary>
    public required long ExpiresAtMs { get; init; }
}
