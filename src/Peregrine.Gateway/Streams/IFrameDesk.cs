namespace Peregrine.Gateway.Streams;

/// <summary>Understands what comes over one socket.</summary>
internal interface IFrameDesk
{
    void Take(ReadOnlySpan<byte> message, bool isBinary);

    /// <summary>Writes the answers that have come since; by the sending loop, before it looks at what there is to send.</summary>
    void Tell()
    {
    }
}
