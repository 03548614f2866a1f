namespace Peregrine.Client;

/// <summary>Codes on which the client itself acts. The others are the venue's words for its caller.</summary>
public static class Codes
{
    public const string Busy = "BUSY", RateLimited = "RATE_LIMITED", NotReady = "NOT_READY", ReadOnly = "READ_ONLY", Lagging = "LAGGING", InDoubt = "IN_DOUBT";
    public const string TokenExpired = "TOKEN_EXPIRED", TimestampOutOfWindow = "TIMESTAMP_OUT_OF_WINDOW", Unauthenticated = "UNAUTHENTICATED";

    /// <summary>The second factor comes next: at sign-in with the <see cref="Refusal.Challenge"/>, in a session by stepping up.</summary>
    public const string SecondFactorNeeded = "SECOND_FACTOR_NEEDED";

    /// <summary>The client's own: no connection, so nothing was sent.</summary>
    public const string NotConnected = "NOT_CONNECTED";

    /// <summary>The client's own: the connection was lost, or patience ended, after the request may have gone out.</summary>
    public const string ConnectionLost = "CONNECTION_LOST";

    /// <summary>The client's own: the answer is none that this client understands.</summary>
    public const string BadAnswer = "BAD_ANSWER";

    internal static Standing StandingOf(string code, int status) => code switch
    {
        Busy or RateLimited or NotReady or ReadOnly or Lagging or NotConnected => Standing.NotNow,
        InDoubt or ConnectionLost or BadAnswer => Standing.InDoubt,
        _ => status >= 500 ? Standing.InDoubt : Standing.Refused,
    };
}
