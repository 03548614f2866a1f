using System.Collections.Frozen;
using System.Security.Cryptography;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Primitives;

namespace Peregrine.Server.Terminal;

/// <summary>Serves the terminal: files from memory, and its one page for every address that is a page of it.</summary>
/// <remarks>The files were packed when the terminal was built. Names under <c>assets/</c> carry a hash of what they hold, so those are kept for ever; the others are asked for again each time.</remarks>
internal sealed class TerminalDesk
{
    // The same page twice: the second names the files that the trade page needs, so that a browser asks for all of them at once.
    private const string Page = "/index.html", TradePage = "/trade.html", Forever = "/assets/";

    // Scripts, styles, fonts and sockets of ours and nobody else's; nothing inline; no frame around us.
    private static readonly StringValues Policy =
        "default-src 'none'; script-src 'self'; style-src 'self'; font-src 'self'; img-src 'self' blob: data:; connect-src 'self'; manifest-src 'self'; worker-src 'self'; "
        + "form-action 'self'; base-uri 'none'; frame-ancestors 'none'; require-trusted-types-for 'script'; trusted-types peregrine";
    private static readonly StringValues Immutable = "public, max-age=31536000, immutable";
    private static readonly StringValues AskAgain = "no-cache";
    private static readonly StringValues NoSniff = "nosniff";
    private static readonly StringValues NoReferrer = "same-origin";
    private static readonly StringValues Nothing = "camera=(), microphone=(), geolocation=(), payment=(), usb=()";
    private static readonly StringValues Alone = "same-origin";
    private static readonly string[] NotOurs = ["/api", "/ws", "/docs", "/health", "/ready", "/fapi", "/sapi"];

    private static readonly FrozenDictionary<string, string> Types = new Dictionary<string, string>(StringComparer.Ordinal)
    {
        [".html"] = "text/html; charset=utf-8",
        [".js"] = "text/javascript; charset=utf-8",
        [".css"] = "text/css; charset=utf-8",
        [".svg"] = "image/svg+xml",
        [".png"] = "image/png",
        [".ico"] = "image/x-icon",
        [".woff2"] = "font/woff2",
        [".json"] = "application/json; charset=utf-8",
        [".webmanifest"] = "application/manifest+json; charset=utf-8",
        [".txt"] = "text/plain; charset=utf-8",
    }.ToFrozenDictionary(StringComparer.Ordinal);

    private readonly FrozenDictionary<string, TerminalFile> _files;

    private TerminalDesk(FrozenDictionary<string, TerminalFile> files) => _files = files;

    /// <summary>The terminal beside the program; none when the program was built without.</summary>
    public static TerminalDesk? Open(string folder)
    {
        if (!File.Exists(Path.Combine(folder, "index.html"))) return null;
        string[] paths = [.. Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories).Where(p => Types.ContainsKey(Path.GetExtension(p)))];
        return new TerminalDesk(paths.ToFrozenDictionary(p => "/" + Path.GetRelativePath(folder, p).Replace('\\', '/'), Load, StringComparer.Ordinal));
    }

    /// <summary>Answers when the request is for the terminal; false when it is for somebody else.</summary>
    public bool TryServe(HttpContext http, out Task done)
    {
        done = Task.CompletedTask;
        HttpRequest request = http.Request;
        if (!HttpMethods.IsGet(request.Method) && !HttpMethods.IsHead(request.Method)) return false;
        string path = request.Path.Value ?? "/";
        if (Find(path, request) is not { } file) return false;
        done = Send(http, file);
        return true;
    }

    // A page's address has no file behind it: who asks for a page (and not for a script that is gone) gets the one there is. The first address is nothing but a page, whoever asks.
    private TerminalFile? Find(string path, HttpRequest request)
    {
        if (_files.TryGetValue(path, out TerminalFile? file)) return file;
        if (path != "/" && !(IsOurs(path) && request.Headers.Accept.ToString().Contains("text/html", StringComparison.OrdinalIgnoreCase))) return null;
        return IsTrade(path) && _files.TryGetValue(TradePage, out TerminalFile? trade) ? trade : _files[Page];
    }

    private static bool IsOurs(string path) => !Array.Exists(NotOurs, p => path.StartsWith(p, StringComparison.Ordinal) && (path.Length == p.Length || path[p.Length] == '/'));

    private static bool IsTrade(string path) => path is "/" or "/trade" || path.StartsWith("/trade/", StringComparison.Ordinal);

    private static Task Send(HttpContext http, TerminalFile file)
    {
        HttpResponse response = http.Response;
        IHeaderDictionary headers = response.Headers;
        headers.ETag = file.ETag;
        headers.CacheControl = file.IsForever ? Immutable : AskAgain;
        headers.Vary = "Accept-Encoding";
        headers.ContentSecurityPolicy = Policy;
        headers.XContentTypeOptions = NoSniff;
        headers["Referrer-Policy"] = NoReferrer;
        headers["Permissions-Policy"] = Nothing;
        headers["Cross-Origin-Opener-Policy"] = Alone;
        headers["Cross-Origin-Resource-Policy"] = Alone;
        if (http.Request.Headers.IfNoneMatch.ToString().Contains(file.ETag.ToString(), StringComparison.Ordinal))
        {
            response.StatusCode = StatusCodes.Status304NotModified;
            return Task.CompletedTask;
        }
        byte[] bytes = Choose(http.Request.Headers.AcceptEncoding.ToString(), file, headers);
        headers.ContentType = file.Type;
        response.ContentLength = bytes.Length;
        return HttpMethods.IsHead(http.Request.Method) ? Task.CompletedTask : response.BodyWriter.WriteAsync(bytes).AsTask();
    }

    private static byte[] Choose(string accepted, TerminalFile file, IHeaderDictionary headers)
    {
        if (file.Brotli is { } brotli && accepted.Contains("br", StringComparison.Ordinal))
        {
            headers.ContentEncoding = "br";
            return brotli;
        }
        if (file.Gzip is { } gzip && accepted.Contains("gzip", StringComparison.Ordinal))
        {
            headers.ContentEncoding = "gzip";
            return gzip;
        }
        return file.Plain;
    }

    private static TerminalFile Load(string path)
    {
        byte[] plain = File.ReadAllBytes(path);
        string tag = Convert.ToHexStringLower(SHA256.HashData(plain).AsSpan(0, 12));
        bool isForever = path.Replace('\\', '/').Contains(Forever, StringComparison.Ordinal);
        return new TerminalFile(Types[Path.GetExtension(path)], $"\"{tag}\"", isForever, plain, Packed(path + ".br"), Packed(path + ".gz"));
    }

    private static byte[]? Packed(string path) => File.Exists(path) ? File.ReadAllBytes(path) : null;
}
