namespace Peregrine.Gateway.Fapi.Streams;

/// <summary>How far one socket of a listen key surely came. Its key guards it.</summary>
internal sealed class ListenPlace
{
    /// <summary>It has everything up to this command; −1 before it began with the present.</summary>
    public long Seq { get; set; }

    /// <summary>When it left; the end of time while it is there.</summary>
    public long LeftMs { get; set; } = long.MaxValue;
}
