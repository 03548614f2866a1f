namespace Peregrine.Identity.SecondFactors;

/// <summary>Somebody came back from where he signs in.</summary>
/// <param name="IsFresh">The provider says that he signed in there since he left; otherwise a cookie in his browser may have been all.</param>
public sealed record FreshSignIn(bool IsFresh);
