using Peregrine.Core;
using Peregrine.Gateway.Admin;

namespace Peregrine.Gateway.Tests;

/// <summary>Everything that the engine takes is somebody's to say: a command or a parameter that nobody can say is one that somebody forgot.</summary>
public sealed class ProposalTests
{
    // The owner of an account says these, by routes and frames of his own.
    private static readonly CommandKind[] OfUsers =
    [
        CommandKind.CreateAccount, CommandKind.SetReferrer, CommandKind.ApproveBuilder, CommandKind.SetLimits, CommandKind.SetKey, CommandKind.Deposit, CommandKind.RequestWithdrawal,
        CommandKind.Transfer, CommandKind.SetLeverage, CommandKind.SetMarginMode, CommandKind.MoveMargin, CommandKind.SetMmp, CommandKind.PlaceOrder, CommandKind.AmendOrder, CommandKind.CancelOrder,
        CommandKind.MassCancel, CommandKind.AddExit, CommandKind.PlaceScale, CommandKind.PlaceTwap, CommandKind.ControlTwap, CommandKind.PlacePair, CommandKind.Reverse, CommandKind.CloseAll,
        CommandKind.SetDeadMan, CommandKind.Lend, CommandKind.Unlend, CommandKind.SetBorrowing, CommandKind.QuoteAuction,
    ];

    // The program says these: its start, its clock, its sockets, its feeds, and the founding of prices' sources, which has room for more of them than a proposal.
    private static readonly CommandKind[] OfTheProgram =
    [
        CommandKind.Genesis, CommandKind.Tick, CommandKind.Resumed, CommandKind.VenueReady, CommandKind.CloseSession, CommandKind.SubmitSamples, CommandKind.SetPriceRules, CommandKind.SetSource,
    ];

    // What a proposal is made of; SetPrices is a feed's word, said by hand where no feed is.
    private static readonly CommandKind[] OfOperators =
    [
        CommandKind.ProposeChange, CommandKind.ProposeTiers, CommandKind.ProposeCommand, CommandKind.ApproveChange, CommandKind.DropChange, CommandKind.SetPrices, CommandKind.ListMarket,
        CommandKind.SetTier, CommandKind.OpenMarket,
    ];

    // A parameter says the same with notice.
    private static readonly CommandKind[] ByParameter = [CommandKind.SetWithdrawalCaps];

    [Fact]
    public void Every_command_is_somebodys_and_what_two_operators_give_together_can_be_proposed()
    {
        CommandKind[] proposed = [.. Enum.GetValues<ChangeKind>().Select(CommandOf).OfType<CommandKind>().Distinct()];
        CommandKind[] all = [.. OfUsers, .. OfTheProgram, .. OfOperators, .. ByParameter, .. proposed];
        Assert.Equal(Enum.GetValues<CommandKind>().Order(), all.Order());
    }

    [Fact]
    public void Every_parameter_can_be_proposed()
    {
        HashSet<int> named = [.. ChangeBody.Parameters.All.Select(static c => c.Value)];
        AdminParameter[] missing = [.. Enum.GetValues<AdminParameter>().Where(p => !named.Contains((int)p))];
        // The table of tiers is a change of its own; the other two are only told.
        Assert.Equal([AdminParameter.Tiers, AdminParameter.Founding, AdminParameter.Command], missing);
        Assert.Contains(AdminParameter.WithdrawalFloor, Enum.GetValues<AdminParameter>().Except(missing));
    }

    // No default arm: a new kind of change says which command it is.
    private static CommandKind? CommandOf(ChangeKind kind) => kind switch
    {
        ChangeKind.Parameter or ChangeKind.Tiers => null,
        ChangeKind.MarketState => CommandKind.SetMarketState,
        ChangeKind.Auction => CommandKind.CallAuction,
        ChangeKind.Delisting => CommandKind.DelistMarket,
        ChangeKind.FeeTier => CommandKind.SetFeeTier,
        ChangeKind.AccountStatus => CommandKind.SetAccountStatus,
        ChangeKind.Insurance => CommandKind.FundInsurance,
        ChangeKind.Withdrawal => CommandKind.ResolveWithdrawal,
        ChangeKind.Role => CommandKind.GrantRole,
        ChangeKind.Asset => CommandKind.ListAsset,
        ChangeKind.Liquidation => CommandKind.SetLiquidation,
        ChangeKind.Backstop => CommandKind.SetBackstop,
        ChangeKind.CollateralBuyer => CommandKind.SetCollateralBuyer,
        ChangeKind.EndFounding => CommandKind.EndFounding,
        ChangeKind.FactorReset or ChangeKind.WayBack => CommandKind.AllowFactorReset,
        ChangeKind.AssetPrice => CommandKind.SetAssetPrice,
        ChangeKind.PriceSources => CommandKind.SetFeed,
    };
}
