using Peregrine.Identity.Links;

namespace Peregrine.Identity.Providers;

/// <summary>A provider's own ways.</summary>
internal interface IProvider
{
    ProviderOptions Options { get; }

    /// <summary>What is asked of its user.</summary>
    string Scope { get; }

    /// <summary>What is asked besides of somebody who is to sign in there anew. It passes through his browser, which may leave it out: what counts is what the provider says of it.</summary>
    IReadOnlyList<(string Name, string Value)> Afresh { get; }

    /// <summary>Exchanges a code and says who came.</summary>
    /// <exception cref="ProviderException">It does not say.</exception>
    Task<Claim> Identify(Journey journey, string code);
}
