using Peregrine.Identity.Sessions;

namespace Peregrine.Identity.Providers;

/// <summary>A provider at which people may sign in, and who we are to it.</summary>
public sealed record ProviderOptions
{
    /// <summary>Google or GitHub.</summary>
    public required SignInMethod Method { get; init; }

    public required string ClientId { get; init; }

    public required string ClientSecret { get; init; }

    /// <summary>The venue plays it, where it is tried out; whoever sees its name is told so.</summary>
    public bool IsPlayed { get; init; }

    /// <summary>Where browsers are sent; a page of our own site where the venue plays the provider.</summary>
    public required Uri AuthorizeUrl { get; init; }

    /// <summary>Where codes are exchanged.</summary>
    public required Uri TokenUrl { get; init; }

    /// <summary>Google's public keys; GitHub's API.</summary>
    public required Uri FactsUrl { get; init; }

    /// <summary>Who says so in the tokens of a provider that signs them.</summary>
    public string Issuer { get; init; } = "";
}
