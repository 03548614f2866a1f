using System.Net;
using Peregrine.Gateway.Auth;
using Peregrine.Gateway.Rates;

namespace Peregrine.Gateway.Streams;

/// <summary>Pays for the frames of a message: for all of them at once where there is enough for all, else for each as its turn comes.</summary>
/// <remarks>What is taken in advance is what one by one would be taken as well, and what turns out not to be owed is given back, so a limit is the same however frames travel.</remarks>
internal sealed class FramePurse(RateLimiter limiter, IPAddress address)
{
    private const int Classes = (int)LimitClass.Auth + 1;
    // By what the address pays for as they come, and by what they cost when they are read.
    private readonly int[] _doors = new int[Classes];
    private readonly int[,] _bodies = new int[Classes, Classes];
    private bool _isFilled;
    private Principal _who;

    /// <summary>Takes what the frames of a message will cost, as far as their kinds say.</summary>
    public void Fill(ReadOnlySpan<byte> message, in Principal who)
    {
        _who = who;
        _isFilled = Count(message) > 1;
        if (!_isFilled) Clear();
        for (int door = 0; _isFilled && door < Classes; door++)
        {
            if (_doors[door] > 0 && !limiter.TryAddress(address, (LimitClass)door, _doors[door])) _doors[door] = 0;
            for (int body = 0; body < Classes; body++)
            {
                if (_bodies[door, body] > 0 && !limiter.TryBody(_who, address, (LimitClass)door, (LimitClass)body, _bodies[door, body])) _bodies[door, body] = 0;
            }
        }
    }

    /// <summary>A frame comes.</summary>
    public Charge Door(LimitClass door) => TryUse(ref _doors[(int)door]) ? Charge.Free : limiter.Address(address, door);

    /// <summary>A frame is read.</summary>
    public Charge Body(LimitClass door, LimitClass body) => TryUse(ref _bodies[(int)door, (int)body]) ? Charge.Free : limiter.Body(_who, address, door, body);

    /// <summary>Gives back what was not used.</summary>
    public void Empty()
    {
        if (!_isFilled) return;
        for (int door = 0; door < Classes; door++)
        {
            if (_doors[door] > 0) limiter.GiveBackAddress(address, (LimitClass)door, _doors[door]);
            for (int body = 0; body < Classes; body++)
            {
                if (_bodies[door, body] > 0) limiter.GiveBackBody(_who, address, (LimitClass)door, (LimitClass)body, _bodies[door, body]);
            }
        }
        Clear();
    }

    private static bool TryUse(ref int left)
    {
        if (left == 0) return false;
        left--;
        return true;
    }

    // Behind one that is none, nothing is looked at.
    private int Count(ReadOnlySpan<byte> message)
    {
        int count = 0;
        for (int length; (length = BinaryFrame.LengthOf(message)) > 0 && message[3] == BinaryFrame.Version; message = message[length..])
        {
            var kind = (FrameKind)message[2];
            LimitClass door = StreamAccess.DoorOf(kind);
            _doors[(int)door]++;
            // A place is what it mostly is; one that only reduces is an exit, and pays as one.
            if (door != LimitClass.Reads) _bodies[(int)door, (int)(kind == FrameKind.Place ? LimitClass.Orders : door)]++;
            count++;
        }
        return count;
    }

    private void Clear()
    {
        Array.Clear(_doors);
        Array.Clear(_bodies);
    }
}
