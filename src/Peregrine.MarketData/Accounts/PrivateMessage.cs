using System.Runtime.InteropServices;
using Peregrine.Core;

namespace Peregrine.MarketData.Accounts;

/// <summary>The 32 bytes before the body of a private message.</summary>
/// <remarks>
/// The private sequence of an account is made of the commands that told it anything: all messages of one command share <see cref="Seq"/> and are one
/// step, which follows the step <see cref="PrevSeq"/>. So numbers mean the same at every gateway and after every restart.
/// </remarks>
[StructLayout(LayoutKind.Sequential, Size = Size)]
public struct PrivateMessage
{
    public const int Size = 32;

    public long Seq;
    public long PrevSeq;
    public long TimeNs;
    /// <summary>Header and body, a multiple of 8.</summary>
    public ushort Length;
    public ushort Market;
    public PrivateChannel Channel;
    /// <summary>The event it stands for; for orders and positions the one that touched them first.</summary>
    public EventKind Kind;
    public ushort Reserved;
}
