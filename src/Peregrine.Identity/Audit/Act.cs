namespace Peregrine.Identity.Audit;

/// <summary>What is written down for ever. Numbers are stored: never reused.</summary>
public enum Act : byte
{
    SignedUp = 1,
    /// <summary>Somebody signed up with the address of a person who is there already.</summary>
    SignedUpAgain = 2,
    SignedIn = 3,
    SignInFailed = 4,
    PasswordRehashed = 5,
    PasswordChanged = 6,
    SessionEnded = 10,
    RefreshReused = 11,
    RoleSet = 12,
    AccountAsked = 20,
    AccountOpened = 21,
    AccountRefused = 22,
    KeyAsked = 30,
    KeyMade = 31,
    KeyRefused = 32,
    KeyChangeAsked = 33,
    KeyChanged = 34,
    KeyChangeRefused = 35,
    KeyRevokeAsked = 36,
    KeyRevoked = 37,
    SigningKeyMade = 40,
    SigningKeysDropped = 41,
    /// <summary>An app was given a secret, which counts for nothing until it is confirmed.</summary>
    SecondFactorAsked = 50,
    SecondFactorOn = 51,
    SecondFactorOff = 52,
    /// <summary>A first way in was good, and the second factor is asked.</summary>
    CodeAsked = 53,
    CodeRefused = 54,
    SteppedUp = 55,
    RecoveryCodesMade = 56,
    RecoveryCodeUsed = 57,
    /// <summary>Two people of the venue let a lost second factor go; it waits.</summary>
    FactorResetAllowed = 58,
    /// <summary>Its owner, or the venue, said no before its time.</summary>
    FactorResetStopped = 59,
    ConfirmationSent = 60,
    EmailConfirmed = 61,
    ResetAsked = 62,
    PasswordReset = 63,
    /// <summary>A wallet or an account elsewhere became a way in.</summary>
    Linked = 70,
    Unlinked = 71,
    PayoutAddressAdded = 72,
    PayoutAddressRemoved = 73,
    PayoutAsked = 74,
    FactorResetDone = 75,
    /// <summary>Somebody showed in a session, by the way he comes in, that it is his.</summary>
    SignedInAfresh = 76,
    /// <summary>An app was set up behind a sign-in that may not have been fresh; it waits.</summary>
    SecondFactorWaits = 77,
    /// <summary>Its owner said no before its time.</summary>
    SecondFactorStopped = 78,
    /// <summary>A new way in in the place of those that were lost was allowed, or asked for by letter; it waits.</summary>
    WayBackAllowed = 79,
    /// <summary>Its owner, or the venue, said no before its time.</summary>
    WayBackStopped = 80,
    WayBackOpened = 81,
}
