namespace Peregrine.Core;

/// <summary>A body that fits behind an <see cref="EventHeader"/>.</summary>
public interface IEventBody
{
    static abstract EventKind Kind { get; }
}
