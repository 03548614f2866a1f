namespace Peregrine.Gateway.Streams;

/// <summary>Understands what comes over one socket.</summary>
internal interface IFrameDesk
{
    void Take(ReadOnlySpan<byte> message, bool isBinary);
}
