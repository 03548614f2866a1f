using Peregrine.Core;
using Peregrine.Engine.Fees;
using Peregrine.Engine.Liquidation;
using Peregrine.Engine.State;

namespace Peregrine.Engine.Questions;

/// <summary>The engine's formulas for whoever asks, over the state between two commands. Nothing here changes anything.</summary>
/// <remarks>Made with the first question, so that an engine that is asked nothing carries nothing for it.</remarks>
internal sealed class EngineAnswers(Engine engine) :
    IAnswers<AskState, ToldState>, IAnswers<AskBoundSessions, BoundSessions>,
    IAnswers<AskAccount, AccountFigures>, IAnswers<AskLiquidationPrice, LiquidationPoint>, IAnswers<AskPosition, PositionFigures>, IAnswers<AskPositions, AccountPositions>,
    IAnswers<AskMargins, MarginShare>,
    IAnswers<AskPreview, PreviewAnswer>, IAnswers<AskRoom, RoomAnswer>, IAnswers<AskStress, StressAnswer>,
    IAnswers<AskAdlPlace, AdlPlace>, IAnswers<AskDeleveraging, AdlAnswer>,
    IAnswers<AskWithdrawable, WithdrawableAnswer>, IAnswers<AskLimits, LimitFigures>, IAnswers<AskAuctions, OpenAuctions>,
    IAnswers<AskIndex, IndexFigures>, IAnswers<AskInsurance, InsuranceFigures>, IAnswers<AskLending, LendingFigures>, IAnswers<AskFees, FeeFigures>
{
    private Parts? _parts;

    private sealed class Parts(EngineState state, Desks desks)
    {
        public readonly PositionReader Positions = new(state, desks.Margin, desks.Fees);
        public readonly LiquidationQuestions Liquidation = new(state);
        public readonly Stress Stress = new(state, new RiskBook(state));
        public readonly AdlRanks Ranks = new(state, new AdlCandidates(state, new RiskBook(state)));
        public readonly AccountQuestions Accounts = new(state, desks.Collateral, desks.Losses);
        public readonly MarketQuestions Markets = new(state);
        private OrderQuestions? _orders;

        public OrderQuestions Orders => _orders ??= new OrderQuestions(state, desks, Positions);
    }

    public RejectCode Answer(in AskFees question, out FeeFigures answer)
    {
        answer = default;
        if (engine.State is not { } state || !state.HasAccount(question.Account)) return RejectCode.UnknownAccount;
        answer = new FeeBook(state).Figures(question.Account);
        return RejectCode.None;
    }

    public RejectCode Answer(in AskMargins question, out MarginShare answer)
    {
        answer = default;
        if (engine.State is not { } state || !state.HasAccount(question.Account)) return RejectCode.UnknownAccount;
        if (!state.HasMarket(question.Market)) return RejectCode.UnknownMarket;
        int slot = state.FindPosition(question.Account, question.Market);
        if (slot == 0) return RejectCode.NoPosition;
        answer = Margin.MarginBook.ShareOf(in state.Positions[slot], state.Markets[question.Market]);
        return RejectCode.None;
    }

    public RejectCode Answer(in AskState question, out ToldState answer)
    {
        EventPieces pieces = new();
        engine.Describe(new EventWriter(pieces));
        answer = new ToldState(pieces.All);
        return RejectCode.None;
    }

    public RejectCode Answer(in AskBoundSessions question, out BoundSessions answer)
    {
        answer = engine.State is { } state ? new SessionQuestions(state).Bound() : new BoundSessions([]);
        return RejectCode.None;
    }

    public RejectCode Answer(in AskAccount question, out AccountFigures answer)
    {
        answer = default;
        if (!HasAccount(question.Account)) return RejectCode.UnknownAccount;
        answer = PositionReader.Figures(engine.Desks!.Margin.Of(question.Account));
        return RejectCode.None;
    }

    public RejectCode Answer(in AskLiquidationPrice question, out LiquidationPoint answer)
    {
        answer = default;
        RejectCode code = Held(question.Account, question.Market);
        if (code != RejectCode.None) return code;
        Subticks price = Known.Positions.Of(question.Account, question.Market).Liquidation;
        answer = new LiquidationPoint(price != Subticks.Zero, price, engine.State!.Markets[question.Market].Mark);
        return RejectCode.None;
    }

    public RejectCode Answer(in AskPosition question, out PositionFigures answer)
    {
        RejectCode code = There(question.Account, question.Market);
        answer = code == RejectCode.None ? Known.Positions.Of(question.Account, question.Market) : default;
        return code;
    }

    public RejectCode Answer(in AskPositions question, out AccountPositions answer)
    {
        answer = default;
        if (!HasAccount(question.Account)) return RejectCode.UnknownAccount;
        EngineState state = engine.State!;
        List<HeldPosition> held = [];
        for (int slot = state.Accounts[question.Account].FirstPosition; slot != 0; slot = state.Positions[slot].Next)
        {
            ushort market = state.Positions[slot].Market;
            if (state.Positions[slot].Size.Value == 0) continue;
            PositionFigures figures = Known.Positions.Of(question.Account, market);
            held.Add(new HeldPosition(market, state.Markets[market].Mark, figures, Known.Ranks.Of(question.Account, market)));
        }
        answer = new AccountPositions(PositionReader.Figures(engine.Desks!.Margin.Of(question.Account)), held);
        return RejectCode.None;
    }

    public RejectCode Answer(in AskPreview question, out PreviewAnswer answer)
    {
        answer = default;
        if (engine.State is null) return RejectCode.UnknownAccount;
        answer = Known.Orders.Preview(question.Commands.Span);
        return RejectCode.None;
    }

    public RejectCode Answer(in AskRoom question, out RoomAnswer answer)
    {
        RejectCode code = There(question.Account, question.Market);
        answer = code == RejectCode.None ? Known.Orders.Room(in question) : default;
        return code;
    }

    public RejectCode Answer(in AskStress question, out StressAnswer answer)
    {
        answer = default;
        if (!HasAccount(question.Account)) return RejectCode.UnknownAccount;
        answer = Known.Stress.Of(question.Account, question.MovesPpb.Span);
        return RejectCode.None;
    }

    public RejectCode Answer(in AskAdlPlace question, out AdlPlace answer)
    {
        RejectCode code = There(question.Account, question.Market);
        answer = code == RejectCode.None ? Known.Ranks.Of(question.Account, question.Market) : default;
        return code;
    }

    public RejectCode Answer(in AskDeleveraging question, out AdlAnswer answer)
    {
        answer = default;
        RejectCode code = Held(question.Account, question.Market);
        if (code == RejectCode.None && engine.State!.Suspects.IsOff) code = RejectCode.LiquidationOff;
        if (code == RejectCode.None && (question.Lots.Value <= 0 || question.Price.Value < 0)) code = RejectCode.BadValue;
        if (code == RejectCode.None) answer = Known.Liquidation.Deleveraging(question.Account, question.Market, question.Lots, question.Price);
        return code;
    }

    public RejectCode Answer(in AskWithdrawable question, out WithdrawableAnswer answer)
    {
        answer = default;
        if (!HasAccount(question.Account)) return RejectCode.UnknownAccount;
        if (!engine.State!.HasAsset(question.Asset)) return RejectCode.UnknownAsset;
        answer = Known.Accounts.Withdrawable(question.Account, question.Asset);
        return RejectCode.None;
    }

    public RejectCode Answer(in AskLimits question, out LimitFigures answer)
    {
        answer = default;
        if (!HasAccount(question.Account)) return RejectCode.UnknownAccount;
        bool isIts = question.Key == 0 || (question.Key > 0 && question.Key <= engine.State!.Limits.KeyCount && engine.State.Limits[question.Key].Account == question.Account);
        if (!isIts) return RejectCode.UnknownKey;
        answer = Known.Accounts.Limits(question.Account, question.Key);
        return RejectCode.None;
    }

    public RejectCode Answer(in AskAuctions question, out OpenAuctions answer)
    {
        answer = new OpenAuctions([]);
        if (engine.State is null) return RejectCode.None;
        answer = Known.Accounts.Auctions(question.Account);
        return RejectCode.None;
    }

    public RejectCode Answer(in AskIndex question, out IndexFigures answer)
    {
        answer = default;
        if (MarketOrNull(question.Market) is not { } market) return RejectCode.UnknownMarket;
        answer = Known.Markets.Index(market);
        return RejectCode.None;
    }

    public RejectCode Answer(in AskInsurance question, out InsuranceFigures answer)
    {
        answer = engine.State is null ? new InsuranceFigures([]) : Known.Markets.Insurance();
        return RejectCode.None;
    }

    public RejectCode Answer(in AskLending question, out LendingFigures answer)
    {
        answer = default;
        if (engine.State is null || (question.Account != 0 && !HasAccount(question.Account))) return RejectCode.UnknownAccount;
        answer = Known.Markets.Lending(question.Account);
        return RejectCode.None;
    }

    private Parts Known => _parts ??= new Parts(engine.State!, engine.Desks!);

    private bool HasAccount(int account) => engine.State is { } state && state.HasAccount(account);

    private Market? MarketOrNull(ushort market) => engine.State is { } state && state.HasMarket(market) ? state.Markets[market] : null;

    private RejectCode There(int account, ushort market)
    {
        if (!HasAccount(account)) return RejectCode.UnknownAccount;
        return engine.State!.HasMarket(market) ? RejectCode.None : RejectCode.UnknownMarket;
    }

    private RejectCode Held(int account, ushort market)
    {
        RejectCode code = There(account, market);
        if (code != RejectCode.None) return code;
        int slot = engine.State!.FindPosition(account, market);
        return slot == 0 || engine.State.Positions[slot].Size.Value == 0 ? RejectCode.NoPosition : RejectCode.None;
    }

    /// <summary>Keeps what is told; each piece is some whole events.</summary>
    private sealed class EventPieces : IEventSink
    {
        private readonly List<ReadOnlyMemory<byte>> _all = [];

        public IReadOnlyList<ReadOnlyMemory<byte>> All => _all;

        public void Take(ReadOnlySpan<byte> events) => _all.Add(events.ToArray());
    }
}
