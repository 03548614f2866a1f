using Peregrine.Gateway.Json;
using Peregrine.Gateway.Streams;
using Peregrine.MarketData.Depth;

namespace Peregrine.Gateway.Tests;

public sealed class AudienceTests
{
    private readonly Dictionary<NewsSource, long> _newest = [];
    private readonly Audience _audience;

    public AudienceTests() => _audience = new Audience(source => _newest.GetValueOrDefault(source));

    [Fact]
    public void A_commands_parties_are_woken_once_and_nobody_else()
    {
        Listener anna = Joins(NewsSource.Account(1)), both = Joins(NewsSource.Account(1), NewsSource.Account(2)), carl = Joins(NewsSource.Account(3));
        _audience.Changed(1);
        _audience.Changed(4);
        _audience.Changed(1);
        Assert.Equal((0, 0), (anna.Rings, both.Rings));
        _audience.Wake();
        _audience.Wake();
        Assert.Equal((1, 1, 0), (anna.Rings, both.Rings, carl.Rings));

        _audience.Changed(2);
        _audience.Wake();
        Assert.Equal((1, 2, 0), (anna.Rings, both.Rings, carl.Rings));
    }

    [Fact]
    public void A_market_and_each_speed_of_its_book_wake_their_own()
    {
        NewsSource market = NewsSource.Market(1), raw = NewsSource.Book(1, BookInterval.Raw), slow = NewsSource.Book(1, BookInterval.Second), other = NewsSource.Book(2, BookInterval.Raw);
        Listener[] all = [Joins(market), Joins(raw), Joins(slow), Joins(other)];
        _audience.Wake();
        int[] begun = [.. all.Select(static l => l.Rings)];
        (_newest[market], _newest[raw]) = (7, 3);
        _audience.Wake();
        _audience.Wake();
        Assert.Equal([1, 1, 0, 0], all.Select((l, i) => l.Rings - begun[i]));
        // A book that was made anew may count from further back.
        (_newest[raw], _newest[slow]) = (2, 2);
        _audience.Wake();
        Assert.Equal([1, 2, 1, 0], all.Select((l, i) => l.Rings - begun[i]));
    }

    [Fact]
    public void Who_waits_for_the_clock_is_woken_when_he_is_due()
    {
        Listener late = Joins(NewsSource.Clock), soon = Joins(NewsSource.Clock), never = Joins(NewsSource.Account(1));
        (late.DueMs, soon.DueMs, never.DueMs) = (100, 20, 0);
        _audience.Wake();
        _audience.Beat(20);
        Assert.Equal((0, 1, 0), (late.Rings, soon.Rings, never.Rings));
    }

    [Fact]
    public void What_a_socket_still_listens_to_wakes_it_until_the_last_of_it_has_ended()
    {
        NewsSource market = NewsSource.Market(1);
        var socket = new Listener();
        Subscription trades = new Wish("trades", market), mark = new Wish("mark", market);
        _audience.Move(socket, [], [trades, mark]);
        _audience.Move(socket, [trades, mark], [mark]);
        _newest[market] = 1;
        _audience.Wake();
        Assert.Equal(1, socket.Rings);
        _audience.Move(socket, [mark], []);
        _newest[market] = 2;
        _audience.Wake();
        Assert.Equal(1, socket.Rings);
    }

    [Fact]
    public async Task Everybody_of_a_crowd_hears_the_last_news_however_they_came()
    {
        const int News = 200;
        NewsSource market = NewsSource.Market(1);
        long newest = 0;
        var audience = new Audience(_ => Volatile.Read(ref newest));
        long[] heard = new long[10 * Listeners.Turn + 7];
        int[] rings = new int[heard.Length];
        for (int i = 0; i < heard.Length; i++)
        {
            int who = i;
            var socket = new Listener { OnRing = () => (heard[who], rings[who]) = (Volatile.Read(ref newest), rings[who] + 1) };
            audience.Move(socket, [], [new Wish("wish", market)]);
        }
        for (int news = 1; news <= News; news++)
        {
            Volatile.Write(ref newest, news);
            audience.Wake();
            if (news % 20 == 0) await Task.Delay(1);
        }
        for (int tries = 0; tries < 10_000 && heard.Any(static h => h < News); tries++) await Task.Delay(1);
        Assert.All(heard, static h => Assert.Equal(News, h));
        Assert.All(rings, static r => Assert.InRange(r, 1, News));
    }

    private Listener Joins(params NewsSource[] sources)
    {
        var socket = new Listener();
        _audience.Move(socket, [], [new Wish("wish", sources)]);
        return socket;
    }

    private sealed class Listener : IListener
    {
        public int Rings { get; private set; }

        public long DueMs { get; set; }

        public Action? OnRing { get; init; }

        public void Ring()
        {
            Rings++;
            OnRing?.Invoke();
        }

        public bool IsDue(long nowMs) => nowMs >= DueMs;
    }

    private sealed class Wish(string name, params NewsSource[] sources) : Subscription(name)
    {
        public override IReadOnlyList<NewsSource> Sources => sources;

        public override bool Write(JsonText json, long nowMs) => false;
    }
}
