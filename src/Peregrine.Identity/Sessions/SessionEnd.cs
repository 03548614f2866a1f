namespace Peregrine.Identity.Sessions;

/// <summary>How a session began. Numbers are stored: never reused.</summary>
public enum SignInMethod : byte
{
    Password = 1,
    Wallet = 2,
    Google = 3,
    GitHub = 4,
}

/// <summary>Why a session ended. Numbers are stored: never reused.</summary>
public enum SessionEnd : byte
{
    SignedOut = 1,
    /// <summary>From the list of sessions, by its owner or a security officer.</summary>
    Revoked = 2,
    RefreshReused = 3,
    PasswordChanged = 4,
    RoleChanged = 5,
    /// <summary>A newer session took its place in a full list.</summary>
    Displaced = 6,
    /// <summary>Its owner took a way in away, by which somebody else may have come.</summary>
    WayClosed = 7,
    /// <summary>The second factor by which it was opened was taken off by the venue.</summary>
    FactorReset = 8,
}
