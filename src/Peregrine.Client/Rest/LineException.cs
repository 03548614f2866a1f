namespace Peregrine.Client.Rest;

/// <summary>No answer came.</summary>
/// <remarks><paramref name="mayHaveArrived"/>: False only when the request has surely not reached the venue.</remarks>
public sealed class LineException(string message, bool mayHaveArrived, Exception? inner = null) : Exception(message, inner)
{
    public bool MayHaveArrived { get; } = mayHaveArrived;
}
