using Peregrine.Core;
using Peregrine.MarketData.Accounts;
using Xunit;

namespace Peregrine.MarketData.Tests.Accounts;

public sealed class StartTests
{
    private const int Commands = 2_500;

    [Fact]
    public void Accounts_begun_in_the_middle_are_those_followed_from_the_start()
    {
        for (ulong seed = 1; seed <= 24; seed++)
        {
            Venue venue = new();
            AllFolds first = new();
            AllFolds? late = null;
            int begin = 50 + new Rng(seed).Below(Commands * 3 / 4);
            foreach (Command command in Venue.Stream(seed, Commands))
            {
                ReadOnlySpan<byte> events = venue.Apply(in command);
                first.Apply(events);
                late?.Apply(events);
                if (!Venue.IsWhole(in command)) continue;
                if (late is null && command.Header.Seq >= begin) late = venue.FoldFromHere();
                if (late is null || command.Header.Seq % 23 != 0) continue;
                State state = State.Of(venue);
                try
                {
                    AccountAgreement.Check(late.Accounts.Views, venue, state);
                }
                catch (Exception e) when (e is Xunit.Sdk.XunitException)
                {
                    Assert.Fail($"SEED={seed} begun at {begin}, after command {command.Header.Seq} ({command.Header.Kind}): {e.Message}");
                }
            }
            Assert.Equal(first.Cursor, late!.Cursor);
            Assert.Equal(0, late.Accounts.StrayCount);
            AssertTellTheSame(first, late, begin, seed);
        }
    }

    // From where the later one began they told every account the same, byte for byte.
    private static void AssertTellTheSame(AllFolds first, AllFolds late, int begin, ulong seed)
    {
        byte[] a = new byte[4 << 20];
        byte[] b = new byte[4 << 20];
        for (int account = 1; late.Accounts.Views.TryRead(account, out AccountFacts facts); account++)
        {
            PrivateRead old = late.Accounts.Views.ReadPrivate(account, 0, b);
            if (old.Outcome != PrivateOutcome.Gone) continue;
            PrivateRead one = first.Accounts.Views.ReadPrivate(account, old.LastSeq, a);
            PrivateRead two = late.Accounts.Views.ReadPrivate(account, old.LastSeq, b);
            Assert.Equal((one.Outcome, one.Bytes), (two.Outcome, two.Bytes));
            Assert.True(old.LastSeq >= begin);
            EqualButForTheFirstStep(a.AsSpan(0, one.Bytes), b.AsSpan(0, two.Bytes), $"SEED={seed} account {account}");
        }
    }

    // The first step follows what the later one knows of: where it began.
    private static void EqualButForTheFirstStep(ReadOnlySpan<byte> one, ReadOnlySpan<byte> two, string who)
    {
        PrivateReader first = new(one);
        PrivateReader second = new(two);
        long seq = 0;
        while (first.Next() & second.Next())
        {
            if (seq == 0) seq = first.Header.Seq;
            Assert.Equal((first.Header.Seq, first.Header.Channel, first.Header.Kind), (second.Header.Seq, second.Header.Channel, second.Header.Kind));
            if (first.Header.Seq != seq) Assert.Equal(first.Header.PrevSeq, second.Header.PrevSeq);
            else Assert.True(first.Header.PrevSeq <= second.Header.PrevSeq);
            Assert.True(first.Body.SequenceEqual(second.Body), $"{who} command {first.Header.Seq} {first.Header.Channel} {first.Header.Kind}");
        }
    }
}
