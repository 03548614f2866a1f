using Peregrine.Core;
using Peregrine.Gateway.Errors;
using Peregrine.Gateway.Http;
using Peregrine.Gateway.Json;
using Peregrine.Gateway.Markets;
using Peregrine.Gateway.Native;
using Peregrine.Identity;

namespace Peregrine.Gateway.Admin;

/// <summary>Makes of a proposed change the command that asks the engine for it.</summary>
internal static class ChangeCodec
{
    // What needs no notice holds when it is approved; the engine only asks that it is not in the past.
    private const long SoonNs = 10_000_000_000;

    /// <summary>Into the call's first commands, and says how many; what is wrong with it stays with the body.</summary>
    public static int Read(ApiCall call, ref Body body, int admin)
    {
        ChangeBody shape = ChangeBody.Shape;
        var kind = (ChangeKind)body.Choice(shape.Change);
        if (body.Problem is not null) return 0;
        (ulong needs, ulong takes) = FieldsOf(kind);
        body.RequireAll(needs);
        body.AllowOnly(shape.Change.Bit | needs | takes, $"says nothing about {Choices.LowerCamel(kind.ToString())}");
        if (body.Problem is not null) return 0;
        if (kind == ChangeKind.Tiers) return ReadTiers(call, ref body, admin);
        if (kind == ChangeKind.Parameter)
        {
            ReadParameter(call, ref body, admin);
            return 1;
        }
        Command wanted = default;
        Fill(call, ref body, kind, ref wanted);
        if (body.Problem is null) call.Commands[0] = ProposeCommand.For(in wanted, admin);
        return 1;
    }

    private static (ulong Needs, ulong Takes) FieldsOf(ChangeKind kind)
    {
        ChangeBody s = ChangeBody.Shape;
        return kind switch
        {
            ChangeKind.Parameter => (s.Parameter.Bit | s.Value.Bit, s.Market.Bit | s.Asset.Bit | s.EffectiveAt.Bit),
            ChangeKind.MarketState => (s.Market.Bit | s.State.Bit, s.Reason.Bit),
            ChangeKind.Auction => (s.Market.Bit | s.Duration.Bit, s.Reason.Bit),
            ChangeKind.Delisting => (s.Market.Bit | s.SettleAt.Bit, s.ReduceOnlyAt.Bit | s.Reason.Bit),
            ChangeKind.FeeTier => (s.Tier.Bit | s.VolumeMin.Bit | s.Maker.Bit | s.Taker.Bit, 0),
            ChangeKind.AccountStatus => (s.Account.Bit | s.Status.Bit, 0),
            ChangeKind.Insurance => (s.Amount.Bit | s.RequestId.Bit, s.Market.Bit),
            ChangeKind.Withdrawal => (s.WithdrawalId.Bit | s.Step.Bit, 0),
            ChangeKind.Role => (s.Person.Bit | s.Role.Bit, 0),
            ChangeKind.Asset => (s.Asset.Bit | s.Decimals.Bit, s.InitialWeight.Bit | s.MaintenanceWeight.Bit | s.AccountCap.Bit | s.PlatformCap.Bit),
            ChangeKind.Liquidation => (s.Market.Bit | s.Slippage.Bit | s.Fee.Bit | s.Allowance.Bit, 0),
            ChangeKind.Backstop => (s.Market.Bit, s.Account.Bit | s.Cap.Bit | s.Allotment.Bit | s.IntakeOff.Bit),
            ChangeKind.CollateralBuyer => (s.Asset.Bit, s.Account.Bit),
            ChangeKind.EndFounding => (0, 0),
            ChangeKind.Tiers => (s.Market.Bit | s.Tiers.Bit, s.EffectiveAt.Bit),
            ChangeKind.FactorReset => (s.Person.Bit, 0),
            ChangeKind.WayBack => (s.Person.Bit | s.Email.Bit, 0),
            ChangeKind.AssetPrice => (s.Asset.Bit | s.Index.Bit, s.Average.Bit | s.Trust.Bit),
            ChangeKind.PriceSources => (s.Rules.Bit | s.Sources.Bit, s.Market.Bit | s.Asset.Bit),
        };
    }

    private static void Fill(ApiCall call, ref Body body, ChangeKind kind, ref Command wanted)
    {
        ChangeBody shape = ChangeBody.Shape;
        ushort market = body.Market(shape.Market, call.Gateway.Terms)?.Id ?? 0;
        int reason = body.Has(shape.Reason) ? (int)body.Whole(shape.Reason) : 1;
        switch (kind)
        {
            case ChangeKind.MarketState:
                wanted = Command.Of(new SetMarketState { Market = market, State = (MarketState)body.Choice(shape.State), Reason = reason });
                break;
            case ChangeKind.Auction:
                wanted = Command.Of(new CallAuction { Market = market, Reason = reason, DurationNs = body.Nanos(shape.Duration) });
                break;
            case ChangeKind.Delisting:
                wanted = Command.Of(new DelistMarket { Market = market, Reason = reason, ReduceOnlyAtNs = body.Nanos(shape.ReduceOnlyAt), SettleAtNs = body.Nanos(shape.SettleAt) });
                break;
            case ChangeKind.Liquidation:
                wanted = Command.Of(new SetLiquidation { Market = market, SlipPpb = body.Ppb(shape.Slippage), FeePpb = body.Ppb(shape.Fee), AllowancePpb = body.Ppb(shape.Allowance) });
                break;
            case ChangeKind.Backstop:
                wanted = Command.Of(new SetBackstop { Market = market, Target = body.AccountId(shape.Account), Cap = body.Money(shape.Cap), Allotment = body.Money(shape.Allotment), IntakeOff = body.Flag(shape.IntakeOff) ? (byte)1 : (byte)0 });
                break;
            case ChangeKind.Insurance:
                wanted = Command.Of(new FundInsurance { Market = market, Amount = body.Money(shape.Amount), Source = RequestNames.Read(ref body, shape.RequestId, call, "insurance") });
                break;
            default:
                FillOther(call, ref body, kind, ref wanted);
                break;
        }
    }

    private static void FillOther(ApiCall call, ref Body body, ChangeKind kind, ref Command wanted)
    {
        ChangeBody shape = ChangeBody.Shape;
        switch (kind)
        {
            case ChangeKind.FeeTier:
                wanted = Command.Of(new SetFeeTier { Tier = (int)body.Whole(shape.Tier), VolumeMin = body.Money(shape.VolumeMin), MakerPpb = body.Move(shape.Maker), TakerPpb = body.Ppb(shape.Taker) });
                break;
            case ChangeKind.AccountStatus:
                wanted = Command.Of(new SetAccountStatus { Target = body.AccountId(shape.Account), Status = (AccountStatus)body.Choice(shape.Status) });
                break;
            case ChangeKind.Withdrawal:
                wanted = Command.Of(new ResolveWithdrawal { Withdrawal = body.Id(shape.WithdrawalId), State = (WithdrawalState)body.Choice(shape.Step) });
                break;
            case ChangeKind.Role:
                wanted = Command.Of(new GrantRole { Person = PersonOf(call, ref body), Role = body.Choice(shape.Role) });
                break;
            case ChangeKind.CollateralBuyer:
                wanted = Command.Of(new SetCollateralBuyer { Asset = AssetOf(call, ref body)?.Id ?? 0, Target = body.AccountId(shape.Account) });
                break;
            case ChangeKind.Asset:
                wanted = Command.Of(NewAsset(ref body));
                break;
            case ChangeKind.FactorReset:
                wanted = Command.Of(new AllowFactorReset { Person = WithFactor(call, ref body) });
                break;
            case ChangeKind.WayBack:
                wanted = Command.Of(new AllowFactorReset { Person = WithoutAddress(call, ref body) });
                break;
            case ChangeKind.AssetPrice:
                wanted = Command.Of(PriceOf(call, ref body));
                break;
            case ChangeKind.PriceSources:
                wanted = Command.Of(FeedOf(call, ref body));
                break;
            default:
                wanted = Command.Of(default(EndFounding));
                break;
        }
    }

    private static long PersonOf(ApiCall call, ref Body body)
    {
        long person = body.Id(ChangeBody.Shape.Person);
        if (person == call.Who.Person.Value) body.Refuse(Problem.Of(RejectCode.SameAdmin) with { Field = "person" });
        else if (call.Gateway.People.People.Find(new PersonId(person)) is null) body.Refuse(new Problem(ApiCode.NotFound, "There is nobody of this number.") { Field = "person" });
        return person;
    }

    private static long WithFactor(ApiCall call, ref Body body)
    {
        long person = PersonOf(call, ref body);
        if (body.Problem is null && !call.Gateway.People.SecondFactors.Of(new PersonId(person)).IsOn) body.Refuse(new Problem(ApiCode.NotNow, "There is no second factor to take off.") { Field = "person" });
        return person;
    }

    private static long WithoutAddress(ApiCall call, ref Body body)
    {
        long person = PersonOf(call, ref body);
        if (body.Problem is null && call.Gateway.People.FactorResets.CannotOpen(new PersonId(person), body.String(ChangeBody.Shape.Email)) is { } refusal) body.Refuse(IdentityProblem.Of(refusal));
        return person;
    }

    private static SetAssetPrice PriceOf(ApiCall call, ref Body body)
    {
        ChangeBody shape = ChangeBody.Shape;
        var price = new SetAssetPrice { Asset = AssetOf(call, ref body)?.Id ?? 0, Index = body.Money(shape.Index), Average = body.Money(shape.Average), State = PriceState.Fresh };
        if (!body.Has(shape.Average)) price.Average = price.Index;
        if (body.Has(shape.Trust)) price.State = (PriceState)body.Choice(shape.Trust);
        return price;
    }

    private static SetFeed FeedOf(ApiCall call, ref Body body)
    {
        ChangeBody shape = ChangeBody.Shape;
        if (body.Has(shape.Market) == body.Has(shape.Asset)) body.Refuse(Problem.Bad("market", "either a market or an asset"));
        SetFeed feed = default;
        if (body.Problem is not null) return feed;
        feed.Rules = PriceRulesBody.Read(ref body, shape.Rules);
        feed.Sources = SourceBody.Read(ref body, shape.Sources);
        feed.Rules.Market = body.Market(shape.Market, call.Gateway.Terms)?.Id ?? 0;
        feed.Rules.Asset = AssetOf(call, ref body)?.Id ?? 0;
        return feed;
    }

    private static AssetTerms? AssetOf(ApiCall call, ref Body body)
    {
        AssetTerms? asset = body.Asset(ChangeBody.Shape.Asset, call.Gateway.Terms);
        return asset;
    }

    private static ListAsset NewAsset(ref Body body)
    {
        ChangeBody shape = ChangeBody.Shape;
        return new ListAsset
        {
            Symbol = SymbolText.Read(ref body, shape.Asset),
            Decimals = (int)body.Whole(shape.Decimals),
            InitWeightPpb = body.Ppb(shape.InitialWeight),
            MaintWeightPpb = body.Ppb(shape.MaintenanceWeight),
            AccountCap = body.Whole(shape.AccountCap),
            PlatformCap = body.Whole(shape.PlatformCap),
        };
    }

    private static void ReadParameter(ApiCall call, ref Body body, int admin)
    {
        ChangeBody shape = ChangeBody.Shape;
        var parameter = (AdminParameter)body.Choice(shape.Parameter);
        ParameterUnit unit = ParameterUnit.Of(parameter);
        body.RequireAll(unit.Owner == ParameterOwner.Market ? shape.Market.Bit : unit.Owner == ParameterOwner.Asset ? shape.Asset.Bit : 0);
        MarketTerms? market = body.Market(shape.Market, call.Gateway.Terms);
        AssetTerms? asset = body.Asset(shape.Asset, call.Gateway.Terms);
        if (body.Problem is not null) return;
        ref ProposeChange propose = ref Command.Begin<ProposeChange>(ref call.Commands[0]);
        propose.Parameter = parameter;
        propose.Subject = unit.Owner == ParameterOwner.Market ? market!.Id : unit.Owner == ParameterOwner.Asset ? asset!.Id : (ushort)0;
        propose.Admin = admin;
        propose.Value = body.Units(shape.Value, unit.UnitE9(market, asset), ApiCode.BadValue, null) * unit.Factor;
        propose.EffectiveAtNs = WhenNs(call, ref body);
    }

    private static int ReadTiers(ApiCall call, ref Body body, int admin)
    {
        ushort market = body.Market(ChangeBody.Shape.Market, call.Gateway.Terms)?.Id ?? 0;
        call.Commands[0] = Command.Of(new ProposeTiers { Market = market, Admin = admin, EffectiveAtNs = WhenNs(call, ref body) });
        return 1 + TierBody.Read(ref body, ChangeBody.Shape.Tiers, call.Commands.AsSpan(1));
    }

    private static long WhenNs(ApiCall call, ref Body body) =>
        body.Has(ChangeBody.Shape.EffectiveAt) ? body.Nanos(ChangeBody.Shape.EffectiveAt) : call.Gateway.Time.GetUtcNow().ToUnixTimeMilliseconds() * 1_000_000 + SoonNs;
}
