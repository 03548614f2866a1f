using System.Web;

namespace Peregrine.Providers;

/// <summary>A browser that goes to a provider and says where it was sent back to, without going there.</summary>
public sealed class Browser : IDisposable
{
    private readonly HttpClient _http = new(new SocketsHttpHandler { AllowAutoRedirect = false });

    /// <summary>The fields behind the question mark of the address it was sent back to.</summary>
    public async Task<Back> Visit(string url)
    {
        using HttpResponseMessage response = await _http.GetAsync(new Uri(url));
        Uri to = response.Headers.Location ?? throw new InvalidOperationException($"{url} sends nobody back: {response.StatusCode}");
        var fields = HttpUtility.ParseQueryString(to.Query);
        return new Back(to, fields["state"] ?? "", fields["code"] ?? "", fields["error"] ?? "");
    }

    public void Dispose() => _http.Dispose();
}
