using Peregrine.Core;
using Peregrine.Gateway.Json;
using Peregrine.Gateway.Native;
using Peregrine.Identity;

namespace Peregrine.Gateway.Admin;

/// <summary>A change as it is proposed: <c>change</c> decides which fields it wants.</summary>
internal sealed class ChangeBody : BodyShape
{
    public static readonly Choices Kinds = new Choices<ChangeKind>();
    public static readonly Choices Roles = new Choices<Role>();
    public static readonly Choices Parameters = new Choices<AdminParameter>([.. Enum.GetValues<AdminParameter>().Where(static p => p is not (AdminParameter.Tiers or AdminParameter.Founding or AdminParameter.Command))]);

    public static readonly ChangeBody Shape = new();

    public readonly Field Change, Market, Asset, Account, Person, Parameter, Value, EffectiveAt, State, Status, Step, Reason, Duration, ReduceOnlyAt, SettleAt;
    public readonly Field Tier, VolumeMin, Maker, Taker, Amount, RequestId, WithdrawalId, Role, Decimals, InitialWeight, MaintenanceWeight, AccountCap, PlatformCap;
    public readonly Field Slippage, Fee, Allowance, Cap, Allotment, IntakeOff, Tiers, Rules, Sources, Index, Average, Trust, Email;

    private ChangeBody()
        : base("Change")
    {
        Change = Needed("change", FieldType.OneOf(Kinds), "What is to change.");
        Market = Optional("market", FieldType.Market, "Whose.");
        Asset = Optional("asset", FieldType.Text(16), "Whose, or the name of a new one.");
        Account = Optional("account", FieldType.Account, "Whose; left out where nobody is to be named.");
        Person = Optional("person", FieldType.Account, "Whose, as /me tells it.");
        Parameter = Optional("parameter", FieldType.OneOf(Parameters), "Which.");
        Value = Optional("value", FieldType.Money, "In the parameter's unit: fractions, lots, money, counts, milliseconds.");
        EffectiveAt = Optional("effectiveAt", FieldType.Time, "From when it holds; at once when left out, where no notice is asked.");
        State = Optional("state", FieldType.OneOf(Words.MarketStates), "Where a market goes.");
        Status = Optional("status", FieldType.OneOf(Words.AccountStatuses), "What an account may.");
        Step = Optional("step", FieldType.OneOf(Words.WithdrawalSteps), "What became of a payment.");
        Reason = Optional("reason", FieldType.Whole(1, int.MaxValue), "The operators' own code; recorded, not interpreted. 1 when left out.");
        Duration = Optional("duration", FieldType.Millis, "Of an auction.");
        ReduceOnlyAt = Optional("reduceOnlyAt", FieldType.Time, "At once when left out.");
        SettleAt = Optional("settleAt", FieldType.Time, "When what is left is settled.");
        Tier = Optional("tier", FieldType.Whole(0, 9), "Row of the fee table.");
        VolumeMin = Optional("volumeMin", FieldType.Money, "Of 30 days.");
        Maker = Optional("maker", FieldType.Move, "Below 0 is a rebate.");
        Taker = Optional("taker", FieldType.Rate, "Of the notional.");
        Amount = Optional("amount", FieldType.Money, "Of settle money.");
        RequestId = Optional("requestId", FieldType.Text(64), "The money's own name: under it, it comes once.");
        WithdrawalId = Optional("withdrawalId", FieldType.OrderId, "Which.");
        Role = Optional("role", FieldType.OneOf(Roles), "What the person is from then on.");
        Decimals = Optional("decimals", FieldType.Whole(0, 9), "Behind the point.");
        InitialWeight = Optional("initialWeight", FieldType.Rate, "What counts for new risk.");
        MaintenanceWeight = Optional("maintenanceWeight", FieldType.Rate, "What counts against liquidation.");
        AccountCap = Optional("accountCap", FieldType.Whole(0, long.MaxValue), "In the asset's smallest unit.");
        PlatformCap = Optional("platformCap", FieldType.Whole(0, long.MaxValue), "In the asset's smallest unit.");
        Slippage = Optional("slippage", FieldType.Rate, "How far from mark a liquidation may trade.");
        Fee = Optional("fee", FieldType.Rate, "Of a liquidation.");
        Allowance = Optional("allowance", FieldType.Rate, "Slippage that a partial close allows for.");
        Cap = Optional("cap", FieldType.Money, "The largest notional a backstop may hold.");
        Allotment = Optional("allotment", FieldType.Money, "What it was given.");
        IntakeOff = Optional("intakeOff", FieldType.Flag, "It works off what it has and takes nothing.");
        Rules = Optional("rules", FieldType.Object(PriceRulesBody.Shape), "What a price asks of its sources.");
        Sources = Optional("sources", FieldType.Listing(SourceBody.Shape, 1, FeedSources.Count), "All that a price has from then on, by rising number.");
        Index = Optional("index", FieldType.Money, "Of an asset, for a whole token.");
        Average = Optional("average", FieldType.Money, "Its slow average, for new risk; the index when left out.");
        Trust = Optional("trust", FieldType.OneOf(Words.PriceStates), "How far it may be trusted; fresh when left out.");
        Email = Optional("email", FieldType.Text(254), "By which somebody gets in who lost all he came in by.");
        Tiers = Optional("tiers", FieldType.Listing(TierBody.Shape, 1, TierBody.Most), "The whole table, the lowest first.");
    }
}
