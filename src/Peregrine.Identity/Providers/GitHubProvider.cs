using System.Globalization;
using System.Net;
using System.Text.Json;
using Peregrine.Identity.Links;

namespace Peregrine.Identity.Providers;

/// <summary>GitHub: who came is asked with the token that the code was exchanged for. The number stays, the login may change hands.</summary>
internal sealed class GitHubProvider(ProviderOptions options, ProviderLine line) : IProvider
{
    public ProviderOptions Options => options;

    public string Scope => "read:user user:email";

    // It has no way to ask for a fresh sign-in, nor to tell of one.
    public IReadOnlyList<(string Name, string Value)> Afresh { get; } = [("prompt", "select_account")];

    public async Task<Claim> Identify(Journey journey, string code)
    {
        string token;
        using (JsonDocument tokens = await line.Exchange(options, journey, code))
        {
            token = tokens.RootElement.TryGetProperty("access_token", out JsonElement given) && given.ValueKind == JsonValueKind.String ? given.GetString()! : "";
        }
        if (token.Length == 0 || token.Any(static c => c is <= ' ' or > '~')) throw new ProviderException("The provider does not say who you are.");
        (HttpStatusCode status, JsonDocument user, _) = await line.Get(Under("user"), token);
        using (user)
        {
            if (status != HttpStatusCode.OK || !user.RootElement.TryGetProperty("id", out JsonElement id) || !id.TryGetInt64(out long number) || number <= 0)
                throw new ProviderException("The provider does not say who you are.");
            string login = user.RootElement.TryGetProperty("login", out JsonElement name) && name.ValueKind == JsonValueKind.String ? name.GetString()! : "";
            return new Claim(options.Method, number.ToString(CultureInfo.InvariantCulture), Labels.Plain(login), await Email(token));
        }
    }

    // The address on the profile is whatever its owner typed; of these only the one that GitHub itself has written to counts.
    private async Task<string?> Email(string token)
    {
        (HttpStatusCode status, JsonDocument emails, _) = await line.Get(Under("user/emails"), token);
        using (emails)
        {
            if (status != HttpStatusCode.OK || emails.RootElement.ValueKind != JsonValueKind.Array) return null;
            foreach (JsonElement one in emails.RootElement.EnumerateArray())
            {
                if (IsTrue(one, "primary") && IsTrue(one, "verified") && one.TryGetProperty("email", out JsonElement address)) return address.GetString();
            }
            return null;
        }
    }

    private Uri Under(string path) => new($"{options.FactsUrl.AbsoluteUri.TrimEnd('/')}/{path}");

    private static bool IsTrue(JsonElement of, string name) => of.ValueKind == JsonValueKind.Object && of.TryGetProperty(name, out JsonElement value) && value.ValueKind == JsonValueKind.True;
}
