using Microsoft.AspNetCore.Http;

namespace Peregrine.Gateway.Docs;

/// <summary>The page on which the API's document can be browsed: four small files of our own, from nowhere else.</summary>
internal static class DocsDesk
{
    private const string Policy = "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; frame-ancestors 'none'; base-uri 'none'";

    private static readonly Page[] Pages =
    [
        new("/docs/api", "text/html; charset=utf-8", Load("page.html")),
        new("/docs/api/page.js", "text/javascript; charset=utf-8", Load("page.js")),
        new("/docs/api/page.css", "text/css; charset=utf-8", Load("page.css")),
        new("/docs/api/openapi.json", "application/json; charset=utf-8", Load("openapi.json")),
    ];

    public static Page? Find(string path) => path.StartsWith("/docs", StringComparison.Ordinal) ? Array.Find(Pages, p => p.Path == path) : null;

    public static async Task Serve(HttpContext http, Page page)
    {
        IHeaderDictionary headers = http.Response.Headers;
        headers.ContentType = page.Type;
        headers.ContentSecurityPolicy = Policy;
        headers.XContentTypeOptions = "nosniff";
        headers.ContentLength = page.Bytes.Length;
        if (http.Request.Method is "GET") await http.Response.BodyWriter.WriteAsync(page.Bytes);
    }

    private static byte[] Load(string name)
    {
        using Stream stream = typeof(DocsDesk).Assembly.GetManifestResourceStream(name)!;
        using var bytes = new MemoryStream();
        stream.CopyTo(bytes);
        return bytes.ToArray();
    }

    internal sealed record Page(string Path, string Type, byte[] Bytes);
}
