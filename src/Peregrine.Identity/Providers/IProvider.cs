using Peregrine.Identity.Links;

namespace Peregrine.Identity.Providers;

/// <summary>A provider's own ways.</summary>
internal interface IProvider
{
    ProviderOptions Options { get; }

    /// <summary>What is asked of its user.</summary>
    string Scope { get; }

    /// <summary>Exchanges a code and says who came.</summary>
    /// <exception cref="ProviderException">It does not say.</exception>
    Task<Claim> Identify(Journey journey, string code);
}
