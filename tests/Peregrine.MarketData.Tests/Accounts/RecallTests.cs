using System.Buffers;
using Peregrine.Core;
using Peregrine.MarketData.Accounts;
using Xunit;

namespace Peregrine.MarketData.Tests.Accounts;

/// <summary>A fold that begins late and is given what an earlier one was told is asked what the earlier one is asked.</summary>
public sealed class RecallTests
{
    private const int Commands = 2_500;

    [Theory]
    [InlineData(0)]
    [InlineData(40)]
    [InlineData(600)]
    public void Who_was_told_nothing_between_goes_on_as_if_nobody_had_been_away(int between)
    {
        int recalled = 0;
        int leftOut = 0;
        for (ulong seed = 1; seed <= 12; seed++)
        {
            Venue venue = new();
            AllFolds first = new();
            AllFolds? late = null;
            Past? past = null;
            ToldAccounts since = new();
            foreach (Command command in Venue.Stream(seed, Commands))
            {
                ReadOnlySpan<byte> events = venue.Apply(in command);
                first.Apply(events);
                late?.Apply(events);
                if (past is not null) since.Add(events);
                if (!Venue.IsWhole(in command)) continue;
                if (past is null && command.Header.Seq >= Commands / 3) past = new Past(first.Accounts.Views, first.Cursor);
                if (past is null || late is not null || command.Header.Seq < past.Cursor + between) continue;
                late = venue.FoldFromHere();
                recalled += past.Recall(late.Accounts, since);
                leftOut += past.Count - past.Recallable(since);
            }
            CheckAllResumes(first.Accounts.Views, late!.Accounts.Views, past!, since, seed);
        }
        Assert.True(recalled > 0);
        Assert.Equal(between > 0, leftOut > 0);
    }

    [Theory]
    [InlineData(1), InlineData(2), InlineData(3)]
    public void Nobody_is_told_anything_by_events_that_do_not_name_him(int seed)
    {
        AllFolds folds = new();
        int told = 0;
        RoughHours hours = new((ulong)seed, new Venue(), events =>
        {
            folds.Apply(events);
            ToldAccounts named = new();
            named.Add(events);
            for (int account = 1; account <= folds.Accounts.Views.Highest; account++)
            {
                if (!folds.Accounts.Views.TryRead(account, out AccountFacts facts) || facts.LastSeq != folds.Cursor) continue;
                told++;
                Assert.True(named.Has(account), $"SEED={seed} command {folds.Cursor} told account {account} something");
            }
        });
        for (int step = 0; step < 3_000; step++) hours.Step();
        Assert.InRange(told, 1_000, int.MaxValue);
    }

    // A fold that is given less room than the one before it had keeps the newest.
    [Fact]
    public void What_does_not_fit_any_more_is_gone_from_the_beginning()
    {
        Venue venue = new();
        AllFolds first = new();
        foreach (Command command in Venue.Stream(4, Commands)) first.Apply(venue.Apply(in command));
        AllFolds little = new(new AccountLimits(LogBytes: 64 << 10, SequenceBytes: 6 << 10));
        foreach (byte[] piece in venue.Describe()) little.Load(piece);
        new Past(first.Accounts.Views, first.Cursor).Recall(little.Accounts, new ToldAccounts());
        byte[] a = new byte[4 << 20], b = new byte[4 << 20];
        PrivateRead gone = little.Accounts.Views.ReadPrivate(1, 0, a);
        Assert.Equal(PrivateOutcome.Gone, gone.Outcome);
        PrivateRead kept = little.Accounts.Views.ReadPrivate(1, gone.LastSeq, a);
        Assert.Equal(first.Accounts.Views.ReadPrivate(1, gone.LastSeq, b), kept);
        Assert.InRange(kept.Bytes, 1 << 10, 48 << 10);
        Assert.True(a.AsSpan(0, kept.Bytes).SequenceEqual(b.AsSpan(0, kept.Bytes)));
    }

    [Fact]
    public void Whoever_was_told_more_than_what_is_asked_for_is_left_out()
    {
        Venue venue = new();
        AllFolds folds = new();
        foreach (Command command in Venue.Stream(4, Commands)) folds.Apply(venue.Apply(in command));
        folds.Accounts.Views.TryRead(1, out AccountFacts facts);
        var messages = new ArrayBufferWriter<byte>();
        Assert.True(AccountPast.TryRead(folds.Accounts.Views, 1, facts.LastSeq, messages, out _));
        Assert.False(AccountPast.TryRead(folds.Accounts.Views, 1, facts.LastSeq - 1, messages, out _));
        Assert.False(AccountPast.TryRead(folds.Accounts.Views, 12_345, folds.Cursor, messages, out _));
    }

    [Fact]
    public void A_field_that_moves_is_another_shape()
    {
        ulong[] shapes = [NewsShape.Of([typeof(One)]), NewsShape.Of([typeof(Two)]), NewsShape.Of([typeof(Three)]), NewsShape.Of([typeof(OrderFacts)]), NewsShape.Of([typeof(Side)])];
        Assert.Equal(shapes, shapes.Distinct());
        Assert.Equal(shapes[0], NewsShape.Of([typeof(One)]));
    }

    private static void CheckAllResumes(AccountViews first, AccountViews late, Past past, ToldAccounts since, ulong seed)
    {
        byte[] a = new byte[8 << 20], b = new byte[8 << 20];
        for (int account = 1; first.TryRead(account, out AccountFacts facts); account++)
        {
            long floor = past.Has(account) && !since.Has(account) ? 0 : late.ReadPrivate(account, -1, b).LastSeq;
            // Of who was told something between, everything behind the state.
            long step = Math.Max(1, facts.LastSeq / 97);
            for (long from = floor; from <= facts.LastSeq; from += step)
            {
                PrivateRead one = first.ReadPrivate(account, from, a);
                PrivateRead two = late.ReadPrivate(account, from, b);
                Assert.True(one == two, $"SEED={seed} account {account} from {from}: {one} and {two}");
                if (floor == 0) Assert.True(a.AsSpan(0, one.Bytes).SequenceEqual(b.AsSpan(0, two.Bytes)), $"SEED={seed} account {account} from {from}");
            }
            late.TryRead(account, out AccountFacts later);
            if (floor == 0) Assert.Equal(facts.LastSeq, later.LastSeq);
        }
    }

    /// <summary>What a fold was told by some command.</summary>
    private sealed class Past
    {
        private readonly List<(AccountPast Past, byte[] Messages)> _all = [];

        public Past(AccountViews views, long cursor)
        {
            Cursor = cursor;
            var messages = new ArrayBufferWriter<byte>();
            for (int account = 1; account <= views.Highest; account++)
            {
                if (AccountPast.TryRead(views, account, cursor, messages, out AccountPast past)) _all.Add((past, messages.WrittenSpan.ToArray()));
            }
        }

        public long Cursor { get; }

        public int Count => _all.Count;

        public bool Has(int account) => _all.Any(p => p.Past.Account == account);

        public int Recallable(ToldAccounts since) => _all.Count(p => !since.Has(p.Past.Account));

        public int Recall(AccountFold fold, ToldAccounts since)
        {
            foreach ((AccountPast past, byte[] messages) in _all)
            {
                if (!since.Has(past.Account)) fold.Recall(in past, messages);
            }
            return Recallable(since);
        }
    }

#pragma warning disable CS0649, CS0169 // Only their shapes are looked at.
    private struct One
    {
        public int A;
        public int B;
    }

    private struct Two
    {
        public int B;
        public int A;
    }

    private struct Three
    {
        public int A;
        public uint B;
    }
#pragma warning restore CS0649, CS0169
}
