namespace Peregrine.Providers;

/// <summary>What the provider, or somebody between it and us, does wrong.</summary>
public enum Twist
{
    None = 0,
    /// <summary>Its user says no.</summary>
    Denies,
    /// <summary>It sends the browser back with another state.</summary>
    BadState,
    /// <summary>The code is old when it is exchanged.</summary>
    ExpiredCode,
    /// <summary>It never answers.</summary>
    Silent,
    Broken,
    NoJson,
    Redirects,
    WrongNonce,
    WrongAudience,
    SecondAudience,
    WrongIssuer,
    OldToken,
    FutureToken,
    NoSignature,
    ForeignKey,
    /// <summary>Signed by HMAC, with the public key as the secret.</summary>
    HmacByPublicKey,
    ChangedClaims,
    ClaimsTwice,
    NoSubject,
    NoToken,
}
