using Peregrine.Core;
using Peregrine.MarketData;
using Peregrine.MarketData.Accounts;
using Peregrine.Sequencer;

namespace Peregrine.EndToEnd;

/// <summary>A stopped venue's folder, opened as its next start would: what the engine says that there is, and what a reader of all its events has made of them.</summary>
internal sealed class VenueAudit
{
    private const ushort SettleAsset = 1;
    private readonly Dictionary<EventKind, int> _told = [];
    private readonly AllFolds _folds = new();
    private readonly List<(EventHeader Header, StateAccount Body)> _accounts = [];
    private readonly List<(EventHeader Header, StatePosition Body)> _positions = [];
    private readonly Dictionary<int, (Subticks Index, Subticks Mark)> _prices = [];
    private Int128 _pots;
    private Int128 _came;

    private readonly long _storedSeq;
    private readonly ToldAccounts _later = new();

    private VenueAudit(long storedSeq) => _storedSeq = storedSeq;

    /// <param name="folder">The venue's.</param>
    /// <param name="storedSeq">The last command that its history has; the start that this is tells more.</param>
    public static async Task<VenueAudit> Of(string folder, long storedSeq = long.MaxValue)
    {
        var audit = new VenueAudit(storedSeq);
        using VenueHost host = VenueHost.Start(new VenueOptions { Folder = Path.Combine(folder, "venue") });
        // Adds up every account's money, and says so when something is missing.
        CommandReceipt ready = await host.Port.Submit([Command.Of(default(VenueReady))]);
        Answer<ToldState> state;
        do state = await host.Questions.Ask<AskState, ToldState>(new AskState(), ready.Seq, CancellationToken.None);
        while (state.Code == RejectCode.Lagging);
        Assert.Equal(RejectCode.None, state.Code);
        foreach (ReadOnlyMemory<byte> piece in state.Value.Events) audit.Take(piece.Span);
        IEventReader reader = host.Followers.Follow(0);
        while (reader.Cursor < state.AsOfSeq)
        {
            ReadOnlySpan<byte> events = reader.Next();
            Assert.False(reader.IsGone);
            audit.Follow(events, state.AsOfSeq);
        }
        return audit;
    }

    /// <summary>The settle money of each account to whom nothing happened behind what history has.</summary>
    public IEnumerable<(int Account, long Cash)> Cash => _accounts.Where(a => !_later.Has(a.Header.Account)).Select(static a => (a.Header.Account, a.Body.Cash.Value));

    /// <summary>The same of what they hold.</summary>
    public IEnumerable<(int Account, int Market, StatePosition Position)> Held =>
        _positions.Where(p => p.Body.Size.Value != 0 && !_later.Has(p.Header.Account)).Select(static p => (p.Header.Account, (int)p.Header.Market, p.Body));

    public int Count(EventKind kind) => _told.GetValueOrDefault(kind);

    /// <summary>Money is conserved, sizes cancel out, nothing was found violated, and folds show every account as the engine has it.</summary>
    public void Check()
    {
        Assert.Equal(0, Count(EventKind.InvariantViolated));
        Assert.Equal(_came, _pots + _accounts.Sum(static a => a.Body.Cash.Value) + _positions.Aggregate(Int128.Zero, static (sum, p) => sum + p.Body.IsolatedMargin.Value - p.Body.Cost.Value));
        Assert.All(_positions.GroupBy(static p => p.Header.Market), static market => Assert.Equal(0, market.Sum(static p => p.Body.Size.Value)));
        foreach ((EventHeader header, StateAccount told) in _accounts)
        {
            Assert.True(_folds.Accounts.Views.TryRead(header.Account, out AccountFacts facts));
            Assert.Equal((header.Account, told.Cash, told.Status), (facts.Account, facts.Cash, facts.Status));
        }
        PositionFacts[] room = new PositionFacts[64];
        foreach ((EventHeader header, StatePosition told) in _positions.Where(static p => p.Body.Size.Value != 0))
        {
            PositionFacts shown = room[.._folds.Accounts.Views.ReadPositions(header.Account, room)].Single(p => p.Market == header.Market);
            Assert.Equal((told.Size, told.Cost, told.IsolatedMargin, told.Realised, told.FeesPaid, told.FundingPaid), (shown.Size, shown.Cost, shown.IsolatedMargin, shown.Realised, shown.FeesPaid, shown.FundingPaid));
        }
        foreach ((int market, (Subticks index, Subticks mark)) in _prices)
        {
            Assert.True(_folds.Markets.Views.TryRead(market, out MarketData.Markets.MarketFacts facts));
            Assert.Equal((index, mark), (facts.Index, facts.Mark));
        }
    }

    public override string ToString() => string.Join(", ", _told.OrderBy(static t => t.Key).Select(static t => $"{t.Key} {t.Value}"));

    // Up to the state that was told: the venue ticks on.
    private void Follow(ReadOnlySpan<byte> events, long upTo)
    {
        int length = 0;
        EventReader reader = new(events);
        while (reader.Next() && reader.Header.Seq <= upTo)
        {
            length += reader.Bytes.Length;
            _told[reader.Header.Kind] = Count(reader.Header.Kind) + 1;
            if (reader.Header.Seq > _storedSeq) _later.Add(reader.Bytes);
        }
        _folds.Apply(events[..length]);
    }

    private void Take(ReadOnlySpan<byte> piece)
    {
        EventReader state = new(piece);
        while (state.Next())
        {
            switch (state.Header.Kind)
            {
                case EventKind.StateVenue:
                    StateVenue venue = state.Body<StateVenue>();
                    (_pots, _came) = (_pots + venue.Fees.Value + venue.Insurance.Value, venue.Deposited.Value - venue.Withdrawn.Value);
                    break;
                case EventKind.StateInsurance:
                    _pots += state.Body<StateInsurance>().BadDebt.Value;
                    break;
                case EventKind.StateMarketRisk:
                    StateMarketRisk risk = state.Body<StateMarketRisk>();
                    _pots += risk.Insurance.Value + risk.BadDebt.Value;
                    break;
                case EventKind.StateFunding:
                    _pots += state.Body<StateFunding>().Clearing.Value;
                    break;
                case EventKind.StateLending:
                    _pots += state.Body<StateLending>().Supplied.Value;
                    break;
                case EventKind.StateWithdrawal when state.Body<StateWithdrawal>() is { Asset: SettleAsset } withdrawal:
                    _pots += withdrawal.Amount;
                    break;
                case EventKind.StateMarket:
                    _prices[state.Header.Market] = (state.Body<StateMarket>().Index, state.Body<StateMarket>().Mark);
                    break;
                case EventKind.StateAccount:
                    _accounts.Add((state.Header, state.Body<StateAccount>()));
                    break;
                case EventKind.StatePosition:
                    _positions.Add((state.Header, state.Body<StatePosition>()));
                    break;
                default:
                    break;
            }
        }
    }
}
