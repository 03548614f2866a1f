using System.Text;
using Peregrine.Client.Rest;

namespace Peregrine.Client;

/// <summary>A venue in memory behind HTTP: remembers what it was asked and answers what it was told to.</summary>
internal sealed class MemoryLine : IHttpLine
{
    private readonly Queue<Func<HttpReply, bool>> _script = [];

    public List<string> Asked { get; } = [];

    public List<string?> Tokens { get; } = [];

    public List<string?> Timestamps { get; } = [];

    public MemoryLine Answers(int status, string body, long retryAfterMs = 0)
    {
        _script.Enqueue(reply =>
        {
            (reply.Status, reply.RetryAfterMs) = (status, retryAfterMs);
            byte[] bytes = Encoding.UTF8.GetBytes(body);
            bytes.CopyTo(reply.Room(bytes.Length));
            reply.Advance(bytes.Length);
            return true;
        });
        return this;
    }

    public MemoryLine Breaks(bool mayHaveArrived)
    {
        _script.Enqueue(_ => throw new LineException("broken", mayHaveArrived));
        return this;
    }

    public ValueTask Send(HttpAsk ask, HttpReply reply, CancellationToken stop)
    {
        Asked.Add($"{ask.Method} {ask.Target} {Encoding.UTF8.GetString(ask.Body.Span)}".Trim());
        Tokens.Add(ask.Token);
        Timestamps.Add(ask.Timestamp);
        _script.Dequeue()(reply);
        return default;
    }

    public void Dispose() => Assert.Empty(_script);
}
