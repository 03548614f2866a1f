using Peregrine.Core;

namespace Peregrine.Crash.Clients;

/// <summary>What a client wants done: one command, or a group that is done together.</summary>
/// <param name="Number">The client's own; from 1.</param>
/// <param name="IsOnce">True when the venue knows it again, so that it may be sent twice and is done once.</param>
/// <param name="Commands">As they are sent.</param>
internal sealed record Intent(long Number, bool IsOnce, Command[] Commands)
{
    public CommandKind Kind => Commands[^1].Header.Kind;

    public ulong Hash => HashOf(Commands);

    /// <summary>Who wants what, without what the venue adds; it is unlike that of any other intent.</summary>
    public static ulong HashOf(ReadOnlySpan<Command> commands)
    {
        ulong hash = 0;
        foreach (ref readonly Command command in commands)
        {
            hash = Hash64.Fnv1a(hash, ((long)command.Header.Account << 8) | (byte)command.Header.Kind);
            hash = Hash64.Extend(hash, Command.BodyBytesOf(in command));
        }
        return hash;
    }
}
