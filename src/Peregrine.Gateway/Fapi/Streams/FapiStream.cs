using Peregrine.Gateway.Json;
using Peregrine.Gateway.Streams;

namespace Peregrine.Gateway.Fapi.Streams;

/// <summary>One stream of the dialect on one socket: its payloads are raw, or wrapped with the stream's name where streams are combined.</summary>
internal abstract class FapiStream(string name, FapiStreamDesk desk) : Subscription(name)
{
    private readonly byte[] _name = System.Text.Encoding.ASCII.GetBytes(name);

    protected Gateway Gateway => desk.Gateway;

    /// <summary>When it is sent, which is not when it happened.</summary>
    protected long NowMs => Gateway.Time.GetUtcNow().ToUnixTimeMilliseconds();

    public sealed override bool Write(JsonText json, long nowMs)
    {
        if (!desk.IsCombined) return WriteData(json, nowMs);
        json.BeginObject().Name("stream"u8).Plain(_name).Name("data"u8);
        if (!WriteData(json, nowMs)) return false;
        json.EndObject();
        return true;
    }

    /// <summary>Writes the next payload; false when there is nothing new.</summary>
    protected abstract bool WriteData(JsonText json, long nowMs);
}
