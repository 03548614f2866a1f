namespace Peregrine.Identity.Links;

/// <summary>Who somebody is elsewhere, after that was proved.</summary>
/// <param name="Method">Where.</param>
/// <param name="Subject">His name there that never changes and is nobody else's.</param>
/// <param name="Label">What he would recognise it by.</param>
/// <param name="Email">An address that the other side has seen to be his; none when it has not.</param>
internal sealed record Claim(Sessions.SignInMethod Method, string Subject, string Label, string? Email)
{
    /// <summary>When he last signed in there by more than a cookie, as far as the other side says so; 0 where it does not.</summary>
    public long SignedInAtMs { get; init; }
}
