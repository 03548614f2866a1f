using Peregrine.Core;
using Peregrine.Engine.Liquidation;
using Peregrine.Engine.State;

namespace Peregrine.Engine.Funding;

/// <summary>Walks the accounts of a market whose funding was fixed, a piece with each command, and settles whoever has not come by himself.</summary>
internal sealed class FundingSweep(EngineState state, FundingSettlement settlement, InsuranceFund insurance)
{
    /// <summary>Positions settled by one command, and accounts looked at: a third of a millisecond each.</summary>
    public const int PositionsMax = 1000;
    public const int AccountsMax = 4096;

    /// <summary>Markets with positions left to settle.</summary>
    private int _sweeping;
    private int _positionsLeft;
    private int _accountsLeft;

    public bool HasWork => _sweeping != 0;

    /// <summary>The market's epoch began, or a snapshot told that it had.</summary>
    public void Add() => _sweeping++;

    /// <summary>One command's piece, lowest market first.</summary>
    public void Run()
    {
        if (_sweeping == 0) return;
        (_positionsLeft, _accountsLeft) = (PositionsMax, AccountsMax);
        for (int id = 1; id <= state.MarketCount && _positionsLeft > 0 && _accountsLeft > 0; id++)
        {
            if (state.Markets[id].Funding.IsSweeping) Sweep(state.Markets[id]);
        }
    }

    private void Sweep(Market market)
    {
        FundingState funding = market.Funding;
        while (_positionsLeft > 0 && _accountsLeft > 0)
        {
            if (funding.Cursor > state.AccountCount)
            {
                End(market, funding);
                return;
            }
            Visit(funding.Cursor++, market);
            _accountsLeft--;
        }
    }

    // By the account's own list and not by the index: this must not make anybody forget the market he trades in.
    private void Visit(int account, Market market)
    {
        int slot = state.Accounts[account].FirstPosition;
        while (slot != 0 && state.Positions[slot].Market < market.Id) slot = state.Positions[slot].Next;
        if (slot == 0) return;
        ref Position position = ref state.Positions[slot];
        if (position.Market != market.Id || position.Size.Value == 0 || position.FundingEpoch == market.FundingEpoch) return;
        settlement.Settle(ref position, market);
        _positionsLeft--;
    }

    private void End(Market market, FundingState funding)
    {
        _sweeping--;
        Micros residue = funding.Clearing;
        Invariant.That(residue.Value == 0 || (residue.Value > 0 && residue.Value < funding.Settled), "rounding leaves less than a micro-dollar a position");
        insurance.Credit(market, residue);
        state.Events.Add(0, market.Id, new FundingEnded
        {
            Paid = funding.Paid,
            Received = funding.Received,
            Residue = residue,
            Insurance = market.Risk.Insurance.Money,
            Positions = funding.Settled,
            Epoch = market.FundingEpoch,
        });
        (funding.Cursor, funding.Settled) = (0, 0);
        funding.Clearing = funding.Paid = funding.Received = Micros.Zero;
    }
}
