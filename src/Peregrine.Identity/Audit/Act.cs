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
}
