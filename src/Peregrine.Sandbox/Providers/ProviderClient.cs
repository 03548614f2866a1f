using System.Security.Cryptography;

namespace Peregrine.Sandbox.Providers;

/// <summary>Who the venue is to a provider.</summary>
public sealed record ProviderClient(string Id, string Secret)
{
    /// <summary>One whose secret nobody but this process knows.</summary>
    public static ProviderClient Draw() => new("peregrine-sandbox", Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(32)));
}
