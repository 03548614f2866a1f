using System.Buffers;
using System.Runtime.InteropServices;

namespace Peregrine.MarketData.Accounts;

/// <summary>What is kept of an account's private sequence, for a fold that begins later with a told state, which says nothing of it.</summary>
[StructLayout(LayoutKind.Sequential)]
public readonly record struct AccountPast(long FloorSeq, long LastSeq, int Account, int Bytes)
{
    private const int PieceBytes = 64 * 1024, Tries = 4;

    /// <summary>All messages that are kept of an account; false when it was told something behind that command, or does not exist.</summary>
    public static bool TryRead(AccountViews views, int account, long upTo, ArrayBufferWriter<byte> messages, out AccountPast past)
    {
        past = default;
        for (int i = 0; i < Tries; i++)
        {
            if (!views.TryRead(account, out AccountFacts facts) || facts.LastSeq > upTo) return false;
            messages.ResetWrittenCount();
            // Nobody was told anything before the first command, so this says where what is kept begins.
            long floor = views.ReadPrivate(account, -1, []).LastSeq;
            if (!TryReadBehind(views, account, floor, messages, out long last) || last > upTo) continue;
            past = new AccountPast(floor, Math.Max(last, facts.LastSeq), account, messages.WrittenCount);
            return true;
        }
        return false;
    }

    // False when its beginning went meanwhile.
    private static bool TryReadBehind(AccountViews views, int account, long floor, ArrayBufferWriter<byte> messages, out long last)
    {
        last = floor;
        int room = PieceBytes;
        while (true)
        {
            PrivateRead read = views.ReadPrivate(account, last, messages.GetSpan(room));
            if (read.Outcome == PrivateOutcome.Gone) return false;
            if (read.Outcome == PrivateOutcome.None) return true;
            room = read.Outcome == PrivateOutcome.TooSmall ? read.Bytes : PieceBytes;
            if (read.Outcome == PrivateOutcome.Messages) messages.Advance(read.Bytes);
            last = read.LastSeq;
        }
    }
}
