using Peregrine.Core;
using Peregrine.Engine.Margin;
using Peregrine.Engine.State;

namespace Peregrine.Engine.Questions;

/// <summary>The engine's formulas for whoever asks, over the state between two commands. Nothing here changes anything.</summary>
internal sealed class EngineAnswers(Engine engine) :
    IAnswers<AskAccount, AccountFigures>, IAnswers<AskLiquidationPrice, LiquidationPoint>, IAnswers<AskMargins, MarginShare>,
    IAnswers<AskState, ToldState>
{
    public RejectCode Answer(in AskAccount question, out AccountFigures answer)
    {
        answer = default;
        if (engine.State is not { } state || !state.HasAccount(question.Account)) return RejectCode.UnknownAccount;
        AccountSums sums = new MarginBook(state).Of(question.Account);
        answer = new AccountFigures(
            sums.EquityInit, sums.EquityMaint, sums.EquityWithdraw, sums.InitialMargin, sums.MaintenanceMargin, sums.PositionNotional,
            sums.Available, MarginBook.WithdrawableValue(in sums));
        return RejectCode.None;
    }

    public RejectCode Answer(in AskLiquidationPrice question, out LiquidationPoint answer)
    {
        answer = default;
        if (engine.State is not { } state || !state.HasAccount(question.Account)) return RejectCode.UnknownAccount;
        if (!state.HasMarket(question.Market)) return RejectCode.UnknownMarket;
        int slot = state.FindPosition(question.Account, question.Market);
        if (slot == 0 || state.Positions[slot].Size.Value == 0) return RejectCode.NoPosition;
        Market market = state.Markets[question.Market];
        bool exists = LiquidationPrice.TryEstimate(in state.Positions[slot], market, new MarginBook(state).Backing(slot), out Subticks price);
        answer = new LiquidationPoint(exists, price, market.Mark);
        return RejectCode.None;
    }

    public RejectCode Answer(in AskMargins question, out MarginShare answer)
    {
        answer = default;
        if (engine.State is not { } state || !state.HasAccount(question.Account)) return RejectCode.UnknownAccount;
        if (!state.HasMarket(question.Market)) return RejectCode.UnknownMarket;
        int slot = state.FindPosition(question.Account, question.Market);
        if (slot == 0) return RejectCode.NoPosition;
        answer = MarginBook.ShareOf(in state.Positions[slot], state.Markets[question.Market]);
        return RejectCode.None;
    }

    public RejectCode Answer(in AskState question, out ToldState answer)
    {
        EventPieces pieces = new();
        engine.Describe(new EventWriter(pieces));
        answer = new ToldState(pieces.All);
        return RejectCode.None;
    }

    /// <summary>Keeps what is told; each piece is some whole events.</summary>
    private sealed class EventPieces : IEventSink
    {
        private readonly List<ReadOnlyMemory<byte>> _all = [];

        public IReadOnlyList<ReadOnlyMemory<byte>> All => _all;

        public void Take(ReadOnlySpan<byte> events) => _all.Add(events.ToArray());
    }
}
