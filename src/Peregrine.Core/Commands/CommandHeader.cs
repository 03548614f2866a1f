using System.Runtime.InteropServices;

namespace Peregrine.Core;

/// <summary>The 48 bytes before every command's body. Little-endian, pinned by a test.</summary>
[StructLayout(LayoutKind.Sequential, Size = Size)]
public struct CommandHeader
{
    public const int Size = 48;

    /// <summary>Header and body; what the journal writes.</summary>
    public ushort Length;
    public CommandKind Kind;
    public byte Version;
    /// <summary>The account that acts; 0 for operators and feeds.</summary>
    public int Account;
    /// <summary>Dense, stamped by the sequencer.</summary>
    public long Seq;
    /// <summary>Engine time, stamped by the sequencer, never decreasing.</summary>
    public long TimeNs;
    /// <summary>The API key that signed; 0 is the owner's own session.</summary>
    public int Key;
    /// <summary>The gateway connection that waits for the answer.</summary>
    public int Origin;
    public long Correlation;
    /// <summary>Place in a group of commands that are applied together when the last has come.</summary>
    public ushort GroupIndex;
    /// <summary>Members of the group; 0 or 1 for a command of its own.</summary>
    public ushort GroupCount;
    public int Reserved;
}
