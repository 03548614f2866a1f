using System.Text.Json;
using Peregrine.Client.Json;

namespace Peregrine.Client.Streams;

/// <summary>One subscription. It outlives connections: whenever a stream is open again, it is asked for again.</summary>
public abstract class StreamFeed
{
    /// <summary>Why the venue refused it; null while it did not.</summary>
    public Refusal? Refusal { get; private set; }

    /// <summary>The venue refused it.</summary>
    public Action<Refusal>? Refused { get; set; }

    internal abstract bool IsPrivate { get; }

    /// <summary>The channel and its parameters, inside an object that is open.</summary>
    internal abstract void WriteName(JsonOut json);

    /// <summary>What is said beside the name when it is asked for.</summary>
    internal virtual void WriteFrom(JsonOut json)
    {
        // Most feeds begin anew.
    }

    internal abstract bool Owns(in FrameName name);

    /// <returns>False when it must be asked for again.</returns>
    internal abstract bool Take(ref Utf8JsonReader frame);

    /// <summary>The connection is gone.</summary>
    internal virtual void Lose()
    {
        // Nothing is kept that could be wrong.
    }

    internal void Refuse(Refusal refusal)
    {
        Refusal = refusal;
        Refused?.Invoke(refusal);
    }
}
