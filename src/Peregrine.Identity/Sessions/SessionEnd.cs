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
    /// <summary>The ways in by which it may have begun were lost, and another was opened.</summary>
    WayBack = 9,
    /// <summary>Its owner stopped an app that he had not set up: whoever did so may have had any of them.</summary>
    FactorStopped = 10,
}
