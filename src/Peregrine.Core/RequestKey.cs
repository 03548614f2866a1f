namespace Peregrine.Core;

/// <summary>A 128-bit name for something that must happen once: the hash of a deposit's origin, a gateway's request id.</summary>
public readonly record struct RequestKey(ulong High, ulong Low)
{
    public bool IsNone => High == 0 && Low == 0;
}
