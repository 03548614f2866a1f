using System.Text.Json;
using Peregrine.Identity.Links;

namespace Peregrine.Identity.Providers;

/// <summary>Google, or any provider of OpenID Connect: who came stands in a token that it signs.</summary>
internal sealed class GoogleProvider(ProviderOptions options, ProviderLine line, KeySet keys, TimeProvider time) : IProvider
{
    private readonly IdToken _token = new(keys, options.Issuer, options.ClientId, time);

    public ProviderOptions Options => options;

    public string Scope => "openid email profile";

    // Google refuses prompt=login. A provider that heeds max_age says in the token when its user signed in; from one that does not, nothing follows but that he is there.
    public IReadOnlyList<(string Name, string Value)> Afresh { get; } = [("prompt", "select_account"), ("max_age", "0")];

    public async Task<Claim> Identify(Journey journey, string code)
    {
        using JsonDocument tokens = await line.Exchange(options, journey, code);
        if (!tokens.RootElement.TryGetProperty("id_token", out JsonElement token) || token.ValueKind != JsonValueKind.String) throw new ProviderException("The provider does not say who you are.");
        JsonElement claims = await _token.Read(token.GetString()!, journey.Nonce);
        string subject = claims.GetProperty("sub").GetString()!;
        string? email = claims.TryGetProperty("email", out JsonElement address) && address.ValueKind == JsonValueKind.String ? address.GetString() : null;
        bool isVerified = claims.TryGetProperty("email_verified", out JsonElement verified) && verified.ValueKind == JsonValueKind.True;
        return new Claim(options.Method, subject, Labels.Plain(email ?? subject), isVerified ? email : null) { SignedInAtMs = IdToken.SignedInAtMs(claims) };
    }
}
