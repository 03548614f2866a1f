using Peregrine.Client.Json;

namespace Peregrine.Client.Rest;

/// <summary>One request with its answer; rented, filled, sent, read, given back.</summary>
internal sealed class Exchange
{
    public HttpAsk Ask { get; } = new();

    public HttpReply Reply { get; } = new();

    public JsonOut Json { get; } = new();

    public bool Changes => Ask.Method != "GET";

    public Exchange Begin(string method, string target)
    {
        (Ask.Method, Ask.Target, Ask.Body) = (method, target, default);
        Json.Clear();
        return this;
    }
}
