using System.Buffers.Binary;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Peregrine.Sandbox.Providers;

/// <summary>Google and GitHub as a venue plays them that is tried out: whoever comes says who he is, and nobody can say that he is somebody else who came.</summary>
/// <remarks>An account there belongs to a secret that a browser keeps, and its e-mail address ends in a name that no host can have: a sandbox that strangers use must not let them have each other's accounts, nor confirm addresses of people.</remarks>
public sealed class PlayedProviders : IAsyncDisposable
{
    public const string GoogleName = "google", GitHubName = "github";

    private readonly LookAlikeGoogle _google;
    private readonly LookAlikeGitHub _github;
    private readonly ProviderServer _server;

    private PlayedProviders(ProviderClient client, LookAlikeGoogle google, LookAlikeGitHub github, ProviderServer server) => (Client, _google, _github, _server) = (client, google, github, server);

    public ProviderClient Client { get; }

    /// <summary>Where it is asked what only the venue asks.</summary>
    public Uri Url => _server.Url;

    public string GoogleIssuer => _google.Issuer;

    public static async Task<PlayedProviders> Start(TimeProvider time)
    {
        ProviderClient client = ProviderClient.Draw();
        var google = new LookAlikeGoogle(client, "https://google.invalid", time);
        var github = new LookAlikeGitHub(client, time);
        return new PlayedProviders(client, google, github, await ProviderServer.Start(google, github));
    }

    /// <summary>Where a browser goes back to, or none when this venue did not send it.</summary>
    /// <param name="provider">Which of the two.</param>
    /// <param name="asked">With what it came.</param>
    /// <param name="visitor">Who it says it is; none when it says no.</param>
    public string? SendBack(string provider, Asking asked, Visitor? visitor) =>
        asked.Client == Client.Id && asked.Method == "S256" ? Find(provider)?.SendBack(asked, visitor) : null;

    /// <summary>The account of whoever has a secret.</summary>
    public static Visitor VisitorOf(string provider, string secret, string name, bool hasEmail)
    {
        byte[] hash = SHA256.HashData(Encoding.UTF8.GetBytes($"{provider}\n{secret}"));
        // A number from 1 to 2^53, as GitHub's are.
        string subject = (BinaryPrimitives.ReadUInt64BigEndian(hash) % (1UL << 53) + 1).ToString(CultureInfo.InvariantCulture);
        string plain = new([.. name.ToLowerInvariant().Where(char.IsAsciiLetterOrDigit).Take(20)]);
        return new Visitor(subject, name, hasEmail ? $"{(plain.Length == 0 ? "visitor" : plain)}.{Convert.ToHexStringLower(hash.AsSpan(8, 4))}@{provider}.invalid" : null);
    }

    public async ValueTask DisposeAsync()
    {
        await _server.DisposeAsync();
        _google.Dispose();
    }

    private LookAlike? Find(string provider) => provider switch
    {
        GoogleName => _google,
        GitHubName => _github,
        _ => null,
    };
}
