using System.Net;
using System.Net.Http.Headers;

namespace Peregrine.Client.Rest;

/// <summary>The line of every day: .NET's own HTTP connections, kept open.</summary>
public sealed class HttpLine : IHttpLine
{
    private static readonly MediaTypeHeaderValue Json = new("application/json");
    private readonly HttpClient _http;
    private readonly Uri _venue;

    public HttpLine(Uri venue, TimeSpan patience)
    {
        _venue = venue;
        var handler = new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false, UseProxy = false, PooledConnectionLifetime = TimeSpan.FromMinutes(10) };
        _http = new HttpClient(handler) { Timeout = patience, DefaultRequestVersion = HttpVersion.Version11 };
    }

    public async ValueTask Send(HttpAsk ask, HttpReply reply, CancellationToken stop)
    {
        using HttpRequestMessage request = Request(ask);
        try
        {
            using HttpResponseMessage response = await _http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, stop).ConfigureAwait(false);
            reply.Status = (int)response.StatusCode;
            reply.RetryAfterMs = (long)(response.Headers.RetryAfter?.Delta?.TotalMilliseconds ?? 0);
            Stream body = await response.Content.ReadAsStreamAsync(stop).ConfigureAwait(false);
            await using (body.ConfigureAwait(false)) await Read(body, reply, stop).ConfigureAwait(false);
        }
        catch (HttpRequestException e)
        {
            throw new LineException(e.Message, MayHaveArrived(e.HttpRequestError), e);
        }
        catch (IOException e)
        {
            throw new LineException(e.Message, mayHaveArrived: true, e);
        }
        catch (OperationCanceledException e) when (!stop.IsCancellationRequested)
        {
            throw new LineException("No answer came in time.", mayHaveArrived: true, e);
        }
    }

    public void Dispose() => _http.Dispose();

    private HttpRequestMessage Request(HttpAsk ask)
    {
        var request = new HttpRequestMessage(new HttpMethod(ask.Method), new Uri(_venue, ask.Target));
        // Whatever changes something gets a body, if an empty one: requests without a body are what the connection pool may send again on its own.
        if (ask.Method != "GET")
        {
            request.Content = new ReadOnlyMemoryContent(ask.Body);
            if (ask.Body.Length > 0) request.Content.Headers.ContentType = Json;
        }
        if (ask.Token is not null) request.Headers.TryAddWithoutValidation("Authorization", "Bearer " + ask.Token);
        if (ask.Key is not null)
        {
            request.Headers.TryAddWithoutValidation("X-Key", ask.Key);
            request.Headers.TryAddWithoutValidation("X-Timestamp", ask.Timestamp);
            request.Headers.TryAddWithoutValidation("X-Signature", ask.Signature);
        }
        if (ask.Account is not null) request.Headers.TryAddWithoutValidation("X-Account", ask.Account);
        return request;
    }

    private static async ValueTask Read(Stream body, HttpReply reply, CancellationToken stop)
    {
        while (true)
        {
            int read = await body.ReadAsync(reply.Room(512), stop).ConfigureAwait(false);
            if (read == 0) return;
            reply.Advance(read);
        }
    }

    private static bool MayHaveArrived(HttpRequestError error) =>
        error is not (HttpRequestError.NameResolutionError or HttpRequestError.ConnectionError or HttpRequestError.SecureConnectionError or HttpRequestError.ProxyTunnelError);
}
