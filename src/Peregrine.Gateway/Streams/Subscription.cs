using Peregrine.Gateway.Json;

namespace Peregrine.Gateway.Streams;

/// <summary>What one socket wants to know, and how much of it it knows. It is asked when the socket is free, so a slow reader gets the newest word and never a queue.</summary>
internal abstract class Subscription(string name)
{
    /// <summary>How the client sees it named, and by which it ends.</summary>
    public string Name => name;

    /// <summary>Writes the next frame; false when there is nothing new.</summary>
    public abstract bool Write(JsonText json, long nowMs);
}
