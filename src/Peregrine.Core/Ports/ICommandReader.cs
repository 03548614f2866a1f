namespace Peregrine.Core;

/// <summary>Follows committed commands, group by group. What operators skipped comes as a tick of the same number and time.</summary>
public interface ICommandReader : IDisposable
{
    /// <summary>The next group, or false when nothing more is committed now.</summary>
    bool TryRead(out CommandGroup group);
}
