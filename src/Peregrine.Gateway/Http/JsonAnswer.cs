using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Primitives;
using Peregrine.Gateway.Json;

namespace Peregrine.Gateway.Http;

/// <summary>Puts what was written into an answer, which is JSON unless it says otherwise already.</summary>
internal static class JsonAnswer
{
    private static readonly StringValues Json = "application/json; charset=utf-8";

    public static void Send(HttpResponse response, JsonText json, int status)
    {
        response.StatusCode = status;
        if (json.Length == 0)
        {
            if (status != StatusCodes.Status204NoContent) response.ContentLength = 0;
            return;
        }
        if (response.ContentType is null) response.Headers.ContentType = Json;
        response.ContentLength = json.Length;
        Span<byte> into = response.BodyWriter.GetSpan(json.Length);
        json.Written.Span.CopyTo(into);
        response.BodyWriter.Advance(json.Length);
    }
}
