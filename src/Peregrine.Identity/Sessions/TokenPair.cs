namespace Peregrine.Identity.Sessions;

/// <summary>What a client shows: the access token with every request, the refresh token once, for the next pair.</summary>
public sealed record TokenPair(Id128 Session, string AccessToken, long AccessExpiresAtMs, string RefreshToken, long RefreshExpiresAtMs);
