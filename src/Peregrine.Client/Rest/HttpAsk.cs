namespace Peregrine.Client.Rest;

/// <summary>A request as it goes out. Filled again for each request, so a line must not keep it.</summary>
public sealed class HttpAsk
{
    public string Method { get; internal set; } = "GET";

    /// <summary>Path and query, as they stand in the request line; what is signed is what is sent.</summary>
    public string Target { get; internal set; } = "";

    public ReadOnlyMemory<byte> Body { get; internal set; }

    /// <summary>A bearer token, when a session asks.</summary>
    public string? Token { get; internal set; }

    /// <summary>The key that signed, with its timestamp and signature beside it.</summary>
    public string? Key { get; internal set; }

    public string? Timestamp { get; internal set; }

    public string? Signature { get; internal set; }

    /// <summary>The sub-account that acts.</summary>
    public string? Account { get; internal set; }
}
