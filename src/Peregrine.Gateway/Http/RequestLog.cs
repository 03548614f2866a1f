using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using System.Net;
using Peregrine.Gateway.Auth;
using Peregrine.Gateway.Json;

namespace Peregrine.Gateway.Http;

/// <summary>One line of JSON for each request: what, who, how it ended, how long it took. Written behind the requests, never in their way.</summary>
/// <remarks>Paths are told as the table has them, so no id, no query, no header and no body ever stands in it. When lines come faster than they are written, they are counted and left out.</remarks>
internal sealed class RequestLog : IDisposable
{
    private const int WaitingMax = 8 * 1024;
    private readonly TextWriter? _writer;
    private readonly TimeProvider _time;
    private readonly BlockingCollection<Line>? _lines;
    private readonly Thread? _thread;
    private long _left;

    public RequestLog(TextWriter? writer, TimeProvider time)
    {
        (_writer, _time) = (writer, time);
        if (writer is null) return;
        _lines = new BlockingCollection<Line>(new ConcurrentQueue<Line>(), WaitingMax);
        _thread = new Thread(Write) { Name = "request log", IsBackground = true };
        _thread.Start();
    }

    public void Add(ApiCall call)
    {
        if (_lines is null) return;
        var line = new Line(
            _time.GetUtcNow().ToUnixTimeMilliseconds(), call.RequestId, call.Route?.ToString() ?? "no route", call.Problem?.Code.Status ?? call.Status,
            call.Problem?.Code.Name, (long)Stopwatch.GetElapsedTime(call.StartedAt).TotalMicroseconds, call.Who.Account, call.Who.Key, call.Address.ToString(), null);
        if (!_lines.TryAdd(line)) Interlocked.Increment(ref _left);
    }

    /// <summary>A request of another dialect.</summary>
    public void Add(string id, string route, int status, string? code, long startedAt, in Principal who, IPAddress address, Exception? failure)
    {
        if (_lines is null) return;
        var line = new Line(
            _time.GetUtcNow().ToUnixTimeMilliseconds(), id, route, status, code, (long)Stopwatch.GetElapsedTime(startedAt).TotalMicroseconds, who.Account, who.Key,
            address.ToString(), failure?.ToString());
        if (!_lines.TryAdd(line)) Interlocked.Increment(ref _left);
    }

    public void Failure(ApiCall call, Exception e)
    {
        if (_lines is null) return;
        var line = new Line(
            _time.GetUtcNow().ToUnixTimeMilliseconds(), call.RequestId, call.Route?.ToString() ?? "no route", 500, "INTERNAL", 0, call.Who.Account, call.Who.Key,
            call.Address.ToString(), e.ToString());
        if (!_lines.TryAdd(line)) Interlocked.Increment(ref _left);
    }

    public void Dispose()
    {
        if (_lines is null) return;
        _lines.CompleteAdding();
        _thread!.Join();
        _lines.Dispose();
    }

    private void Write()
    {
        var json = new JsonText();
        foreach (Line line in _lines!.GetConsumingEnumerable())
        {
            long left = Interlocked.Exchange(ref _left, 0);
            if (left > 0) _writer!.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{{\"left\":{left}}}"));
            _writer!.WriteLine(line.Spell(json));
            if (_lines.Count == 0) _writer.Flush();
        }
    }

    private sealed record Line(long Time, string Id, string Route, int Status, string? Code, long Micros, int Account, int Key, string Address, string? Failure)
    {
        public string Spell(JsonText json)
        {
            json.Clear();
            json.BeginObject().Name("time"u8).Number(Time).Name("id"u8).String(Id).Name("route"u8).String(Route).Name("status"u8).Number(Status);
            if (Code is not null) json.Name("code"u8).String(Code);
            json.Name("micros"u8).Number(Micros).Name("account"u8).Number(Account).Name("key"u8).Number(Key).Name("address"u8).String(Address);
            if (Failure is not null) json.Name("failure"u8).String(Failure);
            json.EndObject();
            return System.Text.Encoding.UTF8.GetString(json.Written.Span);
        }
    }
}
