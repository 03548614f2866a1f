namespace Peregrine.Core;

/// <summary>Commands that became durable together. The memory is the reader's again at its next call.</summary>
public readonly ref struct CommandGroup(ReadOnlySpan<Command> commands, bool isWhole, ulong eventHash)
{
    public ReadOnlySpan<Command> Commands { get; } = commands;

    /// <summary>False when the reader began in its middle: then <see cref="EventHash"/> speaks of an earlier command.</summary>
    public bool IsWhole { get; } = isWhole;

    /// <summary>The rolling hash of the engine that wrote the group, before its first command.</summary>
    public ulong EventHash { get; } = eventHash;
}
