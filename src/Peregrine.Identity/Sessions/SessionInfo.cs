namespace Peregrine.Identity.Sessions;

/// <summary>A session as its owner sees it in his list.</summary>
public sealed record SessionInfo(Id128 Id, SignInMethod Method, string Device, string Address, long CreatedAtMs, long LastUsedAtMs, long ExpiresAtMs);
