using System.Runtime.InteropServices;

namespace Peregrine.Core;

/// <summary>One operator asks for a command that only two together may give; another must approve it within an hour. A halt is done at once.</summary>
[StructLayout(LayoutKind.Sequential)]
public struct ProposeCommand : ICommandBody
{
    public static CommandKind Kind => CommandKind.ProposeCommand;

    /// <summary>Bytes of the largest body that can be asked for.</summary>
    public const int BytesMax = 128;

    /// <summary>Who asks, as identity numbers people.</summary>
    public int Admin;
    /// <summary>The kind of command.</summary>
    public ushort What;
    /// <summary>How many of <see cref="Bytes"/> are its body; the rest is zero.</summary>
    public ushort Length;
    /// <summary>The body, in the room that a table of tiers takes in a proposal.</summary>
    public ProposedTiers Bytes;

    /// <param name="wanted">Nobody's, with a body of at most <see cref="BytesMax"/> bytes.</param>
    /// <param name="admin">Who asks.</param>
    public static Command For(in Command wanted, int admin)
    {
        ReadOnlySpan<byte> body = Command.BodyBytesOf(in wanted);
        Invariant.That(body.Length <= BytesMax && wanted.Header is { Account: 0, Key: 0 }, "a proposal has room for the commands that may be proposed");
        ProposeCommand propose = new() { Admin = admin, What = (ushort)wanted.Header.Kind, Length = (ushort)body.Length };
        body.CopyTo(BytesOf(ref propose.Bytes));
        return Command.Of(in propose);
    }

    /// <summary>The command that was asked for; false when it cannot be one.</summary>
    public static bool TryOpen(int what, long length, in ProposedTiers bytes, out Command wanted)
    {
        wanted = default;
        if (what > byte.MaxValue || length is < 0 or > BytesMax) return false;
        ProposedTiers copy = bytes;
        Span<byte> all = BytesOf(ref copy);
        if (all[(int)length..].ContainsAnyExcept((byte)0)) return false;
        all[..(int)length].CopyTo(Command.Begin(ref wanted, (CommandKind)what, (int)length));
        return true;
    }

    private static Span<byte> BytesOf(ref ProposedTiers bytes) => MemoryMarshal.AsBytes(MemoryMarshal.CreateSpan(ref bytes, 1));
}
