using System.Net;
using Peregrine.Core;
using Peregrine.Gateway.Auth;
using Peregrine.Gateway.Rates;
using Peregrine.Gateway.Streams;
using Peregrine.Identity;

namespace Peregrine.Gateway.Tests;

public sealed class FramePurseTests
{
    private static readonly Principal Who = new(new PersonId(7), default, Role.Trader, 7, 3, AllowedActions.All, default);
    private static readonly FrameKind[] Kinds = [FrameKind.Place, FrameKind.Cancel, FrameKind.Amend, FrameKind.MassCancel, FrameKind.Ping];

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void Many_frames_in_a_message_cost_what_they_cost_one_by_one(int seed)
    {
        var random = new Random(seed);
        var limits = new RateLimits { KeyPercent = 50 };
        (RateLimiter together, RateLimiter alone) = (new(limits, new Still()), new(limits, new Still()));
        var purse = new FramePurse(together, IPAddress.Loopback);
        for (int message = 0; message < 20; message++)
        {
            FrameKind[] frames = [.. Enumerable.Range(0, random.Next(1, 10)).Select(_ => Kinds[random.Next(Kinds.Length)])];
            purse.Fill(Message(frames), in Who);
            // Somewhere there may be one that cannot be read, and nothing behind it is looked at.
            foreach (FrameKind kind in frames.Take(random.Next(2) == 0 ? frames.Length : random.Next(frames.Length)))
            {
                LimitClass door = StreamAccess.DoorOf(kind);
                LimitClass body = kind != FrameKind.Place ? door : random.Next(4) == 0 ? LimitClass.Exits : LimitClass.Orders;
                Assert.True(purse.Door(door).IsPaid && alone.Address(IPAddress.Loopback, door).IsPaid);
                if (kind != FrameKind.Ping) Assert.True(purse.Body(door, body).IsPaid && alone.Body(in Who, IPAddress.Loopback, door, body).IsPaid);
            }
            purse.Empty();
            Assert.Equal(Left(alone), Left(together));
            Assert.Equal(alone.Counts.All().OrderBy(static c => c.ToString()), together.Counts.All().Where(static c => c.Taken > 0).OrderBy(static c => c.ToString()));
        }
    }

    [Fact]
    public void Where_there_is_not_enough_for_all_each_is_asked_for_by_itself()
    {
        var limiter = new RateLimiter(new RateLimits { AccountOrders = new(1, 10), AddressOrders = new(1, 1000), VenueOrders = new(1, 1000) }, new Still());
        var purse = new FramePurse(limiter, IPAddress.Loopback);
        purse.Fill(Message([.. Enumerable.Repeat(FrameKind.Place, 13)]), in Who);
        bool[] paid = [.. Enumerable.Range(0, 13).Select(_ => purse.Door(LimitClass.Exits).IsPaid && purse.Body(LimitClass.Exits, LimitClass.Orders).IsPaid)];
        purse.Empty();
        Assert.Equal([.. Enumerable.Repeat(true, 10), .. Enumerable.Repeat(false, 3)], paid);
        // Its address was asked thirteen times, and not once more for all together.
        Assert.Equal(1000 - 13, limiter.Address(IPAddress.Loopback, LimitClass.Orders, tokens: 0).Remaining);
    }

    private static string Left(RateLimiter limiter) => string.Join(' ',
        from limitClass in new[] { LimitClass.Exits, LimitClass.Orders, LimitClass.Reads }
        select $"{limiter.Address(IPAddress.Loopback, limitClass, tokens: 0).Remaining} {limiter.Of(in Who, limitClass, tokens: 0).Remaining} {limiter.Account(7, limitClass, tokens: 0).Remaining}");

    // Headers are all that is looked at.
    private static byte[] Message(FrameKind[] frames) => [.. frames.SelectMany(static kind => new byte[] { BinaryFrame.HeaderSize, 0, (byte)kind, BinaryFrame.Version, 0, 0, 0, 0 })];

    private sealed class Still : TimeProvider
    {
        public override long GetTimestamp() => 0;
    }
}
