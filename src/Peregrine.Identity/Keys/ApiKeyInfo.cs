using Peregrine.Core;

namespace Peregrine.Identity.Keys;

/// <summary>How a key signs. Numbers are stored: never reused.</summary>
public enum KeyKind : byte
{
    HmacSha256 = 1,
    Ed25519 = 2,
}

/// <summary>Where a key stands between the wish and the engine. Numbers are stored: never reused.</summary>
public enum KeyState : byte
{
    /// <summary>Asked for, not made yet; it opens nothing.</summary>
    Pending = 1,
    Active = 2,
    /// <summary>New terms are on their way; until they hold, only what old and new both allow.</summary>
    Changing = 3,
    /// <summary>It opens nothing any more; the engine is still to be told.</summary>
    Revoking = 4,
    Refused = 5,
    Revoked = 6,
}

/// <summary>A key as its owner sees it in his list. The secret is not there: it was shown once.</summary>
/// <param name="Name">What a client sends to say which key it signs with.</param>
/// <param name="Account">The engine's number of the account it acts for.</param>
/// <param name="Key">The engine's number of the key; 0 while it has none.</param>
/// <param name="Kind">How it signs.</param>
/// <param name="Terms">What it may do.</param>
/// <param name="Wanted">What it is to be allowed instead, while that is on its way.</param>
/// <param name="State">Where it stands.</param>
/// <param name="Refused">What the engine last said no with.</param>
/// <param name="CreatedAtMs">When it was asked for.</param>
/// <param name="LastUsedAtMs">When it was last used, to the minute or so.</param>
/// <param name="LastUsedFrom">From where.</param>
public sealed record ApiKeyInfo(
    Id128 Name, int Account, int Key, KeyKind Kind, KeyTerms Terms, KeyTerms? Wanted, KeyState State, RejectCode Refused, long CreatedAtMs,
    long? LastUsedAtMs, string? LastUsedFrom);

/// <summary>A new key and, where we made one, its secret: told here and never again.</summary>
public sealed record NewApiKey(ApiKeyInfo Info, string? Secret);
