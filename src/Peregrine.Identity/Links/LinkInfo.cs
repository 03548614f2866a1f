using Peregrine.Identity.Sessions;

namespace Peregrine.Identity.Links;

/// <summary>A way in beside the password, as its owner sees it.</summary>
public sealed record LinkInfo(long Id, SignInMethod Method, string Label, long CreatedAtMs);
