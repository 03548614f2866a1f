namespace Peregrine.Identity;

/// <summary>Why a request about a person, a session or a key was refused. Numbers are public: never reused.</summary>
public enum IdentityCode : ushort
{
    None = 0,

    // 1xx: what was asked
    /// <summary>A field does not do; <see cref="Refusal.Field"/> names it.</summary>
    BadField = 101,
    NotAllowed = 102,
    UnknownPerson = 103,
    UnknownAccount = 104,
    UnknownKey = 105,
    UnknownSession = 106,
    TooManySubAccounts = 107,
    TooManyKeys = 108,
    NotNow = 109,
    UnknownLink = 110,
    /// <summary>Nothing goes to an address of the book before it has waited.</summary>
    AddressTooNew = 111,
    /// <summary>More would leave in a day than may.</summary>
    DayLimit = 112,
    /// <summary>Nothing leaves for a while, because a way in was opened without what it used to take.</summary>
    PayoutsWait = 113,

    // 2xx: who asks
    WrongCredentials = 201,
    TooManyAttempts = 202,
    TokenInvalid = 203,
    TokenExpired = 204,
    SessionEnded = 205,
    /// <summary>A refresh token came twice: its session is closed, whoever holds it.</summary>
    TokenReused = 206,
    /// <summary>The second factor comes next: at sign-in with the <see cref="Refusal.Challenge"/>, in a session by stepping up.</summary>
    SecondFactorNeeded = 207,
    /// <summary>What is asked wants an address whose owner has read a letter of ours.</summary>
    EmailNotConfirmed = 208,
    /// <summary>There is an account with this e-mail address, and its own way in comes first.</summary>
    LinkNeeded = 209,
    /// <summary>A provider said no, or what cannot be true.</summary>
    ProviderRefused = 210,
    /// <summary>What is asked wants a second factor, and there is none to show.</summary>
    SecondFactorMissing = 211,
    /// <summary>What is asked wants the signature of a linked wallet.</summary>
    WalletNeeded = 212,
    /// <summary>What is asked wants that the session's owner shows once more how he comes in.</summary>
    FreshSignInNeeded = 213,

    // 3xx: a signed request
    SignatureInvalid = 301,
    OutsideWindow = 302,
    KeyExpired = 303,
    AddressNotAllowed = 304,

    // 9xx: the venue
    Busy = 901,
    /// <summary>The engine has not said yes or no; the wish is kept and told to it again.</summary>
    EnginePending = 902,
    /// <summary>The engine said no; <see cref="Refusal.Engine"/> says why.</summary>
    EngineRefused = 903,
    ProviderUnreachable = 904,
}
