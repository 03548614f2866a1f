using System.Runtime.InteropServices;
using Peregrine.Core;
using static Peregrine.Twin.Exact;

namespace Peregrine.Twin;

public sealed partial class Workload
{
    /// <summary>What a stream does most of the time, by weight; a seed turns some off and makes others wild.</summary>
    private static readonly (CommandKind Kind, int Weight, bool Always)[] Menu =
    [
        (CommandKind.PlaceOrder, 500, true),
        (CommandKind.CancelOrder, 60, true),
        (CommandKind.AmendOrder, 60, false),
        (CommandKind.SetPrices, 50, true),
        (CommandKind.MassCancel, 6, false),
        (CommandKind.AddExit, 15, false),
        (CommandKind.PlaceScale, 8, false),
        (CommandKind.PlaceTwap, 6, false),
        (CommandKind.ControlTwap, 4, false),
        (CommandKind.PlacePair, 6, false),
        (CommandKind.Reverse, 8, false),
        (CommandKind.CloseAll, 5, false),
        (CommandKind.SetDeadMan, 4, false),
        (CommandKind.CloseSession, 3, false),
        (CommandKind.Deposit, 20, true),
        (CommandKind.RequestWithdrawal, 8, false),
        (CommandKind.ResolveWithdrawal, 6, false),
        (CommandKind.Transfer, 8, false),
        (CommandKind.SetLeverage, 10, false),
        (CommandKind.SetMarginMode, 10, false),
        (CommandKind.MoveMargin, 8, false),
        (CommandKind.SetMmp, 4, false),
        (CommandKind.SetMarketState, 2, false),
        (CommandKind.SetAccountStatus, 1, false),
        (CommandKind.SetAssetPrice, 5, false),
        (CommandKind.SetFeeTier, 1, false),
        (CommandKind.CreateAccount, 1, false),
        (CommandKind.SetReferrer, 2, false),
        (CommandKind.ApproveBuilder, 3, false),
        (CommandKind.SetLimits, 1, false),
        (CommandKind.SetKey, 2, false),
        (CommandKind.ListAsset, 1, false),
        (CommandKind.Tick, 30, true),
    ];

    private readonly IReadOnlySet<CommandKind>? _only;
    private readonly int[] _weights;

    private int[] DrawWeights()
    {
        int[] weights = new int[Menu.Length];
        for (int i = 0; i < Menu.Length; i++)
        {
            (CommandKind kind, int weight, bool always) = Menu[i];
            int factor = _rng.Pick(0, 0, 1, 1, 2, 10);
            if (always) factor = Math.Max(factor, 1);
            if (_only is not null && !_only.Contains(kind)) factor = 0;
            weights[i] = weight * factor;
        }
        return weights;
    }

    private void Step()
    {
        Advance();
        if (_repeatPermille > 0 && _rng.Chance(_repeatPermille))
        {
            SendAgain();
            return;
        }
        int from = _out.Count;
        if (_rng.Chance(15)) Heal();
        Act(Menu[_rng.Weighted(_weights)].Kind);
        if (_rare.Chance(_rarePermille)) SendRare();
        if (_liquidates && _risk.Chance(_riskPermille)) SendLosses();
        if (_feedPermille > 0 && _feed.Chance(_feedPermille)) FeedSources();
        if (_changePermille > 0 && _change.Chance(_changePermille)) SendChanges();
        if (_lendPermille > 0 && _lend.Chance(_lendPermille)) SendLoans();
        if (_pairPermille > 0 && _pair.Chance(_pairPermille)) SendTogether();
        if (_rng.Chance(_invalidPermille)) Spoil(CollectionsMarshal.AsSpan(_out)[from..]);
        if (_endPermille > 0 && _end.Chance(40)) Revive();
        if (_endPermille > 0 && _end.Chance(_endPermille)) SendEndings();
        if (_askPermille > 0 && _ask.Chance(_askPermille)) SendAuctions();
    }

    /// <summary>A client that heard no answer sends the same again, at times with a later expiry.</summary>
    private void SendAgain()
    {
        int at = _rng.Of(Math.Max(0, _out.Count - 100), _out.Count - 1);
        CommandHeader header = _out[at].Header;
        int first = at - (header.GroupCount > 1 ? header.GroupIndex : 0);
        Command[] group = [.. _out[first..(first + Math.Max(1, (int)header.GroupCount))]];
        if (header.Kind == CommandKind.PlaceOrder && group.Length == 1 && _rng.Chance(300))
        {
            PlaceOrder order = Command.Body<PlaceOrder>(group[0]);
            order.RequestExpiresNs = _now + Second;
            group[0] = Command.Of(order, header.Account, header.Key);
        }
        Emit(group);
    }

    /// <summary>Trading goes on: a state that stops it does not last for long.</summary>
    private void Heal()
    {
        MarketPlan m = Any();
        switch (_rng.Of(0, 3))
        {
            case 0: Send(new SetAccountStatus { Target = Who(), Status = AccountStatus.Active }); break;
            case 1: SayPrice(m, m.Mark); break;
            default: Send(new SetMarketState { Market = (ushort)m.Id, State = MarketState.Open }); break;
        }
    }

    private int Who() => _rng.Of(1, Math.Max(1, _accounts));
    private int WhoseKey() => _keys > 0 && _rng.Chance(40) ? _rng.Of(1, _keys) : 0;
    private MarketPlan Any() => _markets[_rng.Of(0, _markets.Count - 1)];
    private Side AnySide() => _rng.Pick(Side.Buy, Side.Sell);
    private uint AnyLabel() => (uint)_rng.Pick(0, 0, 0, 1, 2);
    private int AnySession() => _rng.Pick(0, 0, 1, 2);
    private StpMode AnyStp() => _rng.Pick(default, default, StpMode.CancelOldest, StpMode.CancelNewest, StpMode.CancelBoth, StpMode.Decrement);

    private long PriceNear(MarketPlan m, Side side)
    {
        long mid = m.Mark / Sub, away = _rng.Of(-m.Spread, m.Spread);
        if (_rng.Chance(30)) away *= 10;
        return Math.Max(1, mid + (side == Side.Buy ? -1 : 1) * (away + m.Spread / 3));
    }

    private long QtyOf(MarketPlan m) => _rng.Of(0, 9) switch
    {
        0 => m.QtyTypical * 3,
        1 => 1,
        _ => _rng.Of(1L, m.QtyTypical),
    };

    private ClientOrderId MaybeClientId()
    {
        if (!_rng.Chance(150)) return default;
        if (_clientIds.Count > 0 && _rng.Chance(150)) return _clientIds[_rng.Of(0, _clientIds.Count - 1)];
        ClientOrderId id = ClientOrderId.Parse($"c-{_seq + 1}");
        _clientIds.Add(id);
        return id;
    }

    private OrderId AnyOrder()
    {
        if (_orderSeqs.Count == 0) return OrderId.Of(1, 0);
        int back = Math.Min(_orderSeqs.Count, _rng.Pick(5, 30, 200));
        return OrderId.Of(_orderSeqs[^_rng.Of(1, back)], _rng.Pick(0, 0, 0, 0, 1, 2));
    }

    /// <summary>Sends from whoever placed a recent order, most of the time: others' orders are no one's business.</summary>
    private readonly Dictionary<long, int> _ownerOf = [];
    private int OwnerOf(OrderId order) => _rng.Chance(950) && _ownerOf.TryGetValue(order.Seq, out int owner) ? owner : Who();

    private void Placed(int account, int members = 1)
    {
        _orderSeqs.Add(_seq + members);
        _ownerOf[_seq + members] = account;
    }

    private void Act(CommandKind kind)
    {
        switch (kind)
        {
            case CommandKind.PlaceOrder: SendOrder(); break;
            case CommandKind.AddExit: SendBracket(); break;
            case CommandKind.CancelOrder: SendCancel(); break;
            case CommandKind.AmendOrder: SendAmend(); break;
            case CommandKind.SetPrices: SendPrices(); break;
            case CommandKind.MassCancel:
                Send(new MassCancel { Market = (ushort)_rng.Pick(0, 0, Any().Id), Side = _rng.Pick(default, default, Side.Buy, Side.Sell), Scope = (CancelScope)_rng.Of(0, 7), Label = AnyLabel(), Trigger = (TriggerKind)_rng.Pick(0, 0, 0, 1, 2, 3), Group = _rng.Chance(200) ? AnyOrder() : default }, Who(), WhoseKey());
                break;
            case CommandKind.PlaceScale: SendScale(); break;
            case CommandKind.PlaceTwap: SendTwap(); break;
            case CommandKind.ControlTwap: SendTwapControl(); break;
            case CommandKind.PlacePair: SendPair(); break;
            case CommandKind.Reverse:
                int turner = Who();
                ClientOrderId turn = MaybeClientId();
                Placed(turner);
                Send(new Reverse { Market = (ushort)Any().Id, SlipPpb = _rng.Pick(0, 10_000_000, 50_000_000), ClientId = turn }, turner, WhoseKey());
                break;
            case CommandKind.CloseAll:
                int closer = Who();
                Placed(closer);
                Send(new CloseAll { SlipPpb = _rng.Pick(0, 20_000_000) }, closer, WhoseKey());
                break;
            case CommandKind.SetDeadMan:
                Send(new SetDeadMan { TimeoutNs = _rng.Pick(0, Second, 5 * Second, Minute, Hour), Market = (ushort)_rng.Pick(0, 0, Any().Id), Label = AnyLabel(), Session = AnySession(), DropProtective = (byte)_rng.Of(0, 1), Flatten = (byte)_rng.Pick(0, 0, 1) }, Who());
                break;
            case CommandKind.CloseSession: Send(new CloseSession { Session = AnySession() }, Who()); break;
            default: ActOnAccounts(kind); break;
        }
    }

    private void ActOnAccounts(CommandKind kind)
    {
        MarketPlan m = Any();
        switch (kind)
        {
            case CommandKind.Deposit: Fund(Who()); break;
            case CommandKind.RequestWithdrawal:
                _withdrawalSeqs.Add(_seq + 1);
                Send(new RequestWithdrawal { Request = NewRequest(), Amount = _rng.Of(1L, m.QtyTypical * m.Base * m.Tv / 4 + 1), Asset = (ushort)_rng.Of(1, _assets) }, Who(), WhoseKey());
                break;
            case CommandKind.ResolveWithdrawal:
                long withdrawal = _withdrawalSeqs.Count == 0 ? 5 : _withdrawalSeqs[_rng.Of(0, _withdrawalSeqs.Count - 1)];
                Send(new ResolveWithdrawal { Withdrawal = withdrawal, State = (WithdrawalState)_rng.Of(1, 5) });
                break;
            case CommandKind.Transfer:
                Send(new Transfer { Request = NewRequest(), Amount = _rng.Of(1L, m.QtyTypical * m.Base * m.Tv / 4 + 1), ToAccount = Who(), Asset = (ushort)_rng.Of(1, _assets) }, Who(), WhoseKey());
                break;
            case CommandKind.SetLeverage: Send(new SetLeverage { Market = (ushort)m.Id, Leverage = (ushort)_rng.Of(1, m.Terms.LeverageMax + 1) }, Who(), WhoseKey()); break;
            case CommandKind.SetMarginMode: Send(new SetMarginMode { Market = (ushort)m.Id, Mode = _rng.Pick(MarginMode.Cross, MarginMode.Isolated) }, Who(), WhoseKey()); break;
            case CommandKind.MoveMargin: Send(new MoveMargin { Market = (ushort)m.Id, Amount = new(_rng.Of(-1, 1) * _rng.Of(1L, m.QtyTypical * m.Base * m.Tv / 10 + 1)) }, Who(), WhoseKey()); break;
            case CommandKind.SetMmp:
                bool off = _rng.Chance(300);
                Send(new SetMmp { Market = (ushort)m.Id, Qty = new(off ? 0 : _rng.Of(1L, m.QtyTypical * 2)), WindowNs = off ? 0 : _rng.Of(1L, 5 * Second), FreezeNs = off ? 0 : _rng.Of(1L, 20 * Second), ResetOnly = (byte)_rng.Pick(0, 0, 1) }, Who(), WhoseKey());
                break;
            case CommandKind.SetMarketState:
                Send(new SetMarketState { Market = (ushort)m.Id, State = _rng.Pick(MarketState.Open, MarketState.Open, MarketState.Open, MarketState.PostOnly, MarketState.ReduceOnly, MarketState.CancelOnly), Reason = _rng.Of(0, 9) });
                break;
            case CommandKind.SetAccountStatus:
                Send(new SetAccountStatus { Target = Who(), Status = _rng.Pick(AccountStatus.Active, AccountStatus.Active, AccountStatus.Active, AccountStatus.ReduceOnly, AccountStatus.Liquidating, AccountStatus.Closed) });
                break;
            case CommandKind.SetAssetPrice:
                long price = _rng.Of(1L, 1000) * 1_000_000;
                Send(new SetAssetPrice { Asset = (ushort)_rng.Of(1, _assets), Index = new(price), Average = new(price + _rng.Of(-price / 10, price / 10)), State = _rng.Pick(PriceState.Fresh, PriceState.Fresh, PriceState.Fresh, PriceState.Stale) });
                break;
            case CommandKind.SetFeeTier:
                int tier = _rng.Of(0, 4);
                Send(new SetFeeTier { Tier = tier, VolumeMin = new(tier * 20_000_000L + (tier == 0 ? 0 : _rng.Of(-1L, 1))), MakerPpb = _rng.Pick(-20_000, 0, 150_000), TakerPpb = _rng.Pick(20_000, 240_000, 450_000) });
                break;
            case CommandKind.CreateAccount:
                if (_accounts < 12) OpenAccount();
                else Send(default(Tick));
                break;
            case CommandKind.SetReferrer: Send(new SetReferrer { Referrer = Who(), SharePpb = _rng.Pick(0, 100_000_000, 300_000_000), DiscountPpb = _rng.Pick(0, 50_000_000, 100_000_000) }, Who()); break;
            case CommandKind.ApproveBuilder: Send(new ApproveBuilder { Builder = Who(), MaxPpb = _rng.Pick(0, 10_000, 500_000, 1_000_000) }, Who(), _rng.Pick(0, 0, 0, WhoseKey())); break;
            case CommandKind.SetLimits: Send(new SetLimits { Limits = AnyLimits() }, Who()); break;
            case CommandKind.SetKey:
                if (_keys < 6) _keys++;
                Send(new SetKey { KeyId = _rng.Pick(0, 0, WhoseKey()), Revoke = (byte)(_rng.Chance(50) ? 1 : 0), Limits = AnyLimits(), Request = _rng.Chance(500) ? NewRequest() : default }, Who());
                break;
            case CommandKind.ListAsset:
                if (_assets < 4) ListOneAsset(_assets);
                else Send(default(Tick));
                break;
            default: Send(default(Tick)); break;
        }
    }

    private Limits AnyLimits()
    {
        MarketPlan m = Any();
        long typical = m.QtyTypical * m.Base * m.Tv;
        var limits = new Limits
        {
            OrderNotionalMax = new(_rng.Pick(0, 0, typical * 2)),
            PositionNotionalMax = new(_rng.Pick(0, 0, typical * 4)),
            TotalNotionalMax = new(_rng.Pick(0, 0, typical * 6)),
            OrdersPerSecondMax = _rng.Pick(0, 0, 5, 50),
            LeverageMax = (ushort)_rng.Pick(0, 0, 20),
            DayLossMax = new(_rng.Pick(0, 0, 0, typical / 50 + 1)),
            DrawdownMax = new(_rng.Pick(0, 0, 0, typical / 20 + 1)),
            OnBreach = _rng.Pick(default, BreachAction.Reject, BreachAction.ReduceOnly, BreachAction.CancelAll, BreachAction.Flatten),
            Actions = _rng.Pick(AllowedActions.None, AllowedActions.All, AllowedActions.Trade | AllowedActions.Cancel, AllowedActions.ReduceOnly | AllowedActions.Cancel | AllowedActions.Transfer | AllowedActions.Withdraw),
        };
        if (_rng.Chance(200)) limits.Markets[0] = (ushort)m.Id;
        if (_rng.Chance(100)) limits.Markets[1] = (ushort)Any().Id;
        return limits;
    }

    private void SendPrices()
    {
        MarketPlan m = Any();
        long mark = m.Mark;
        mark += _rng.Of(0, 19) switch
        {
            0 => mark / _rng.Of(3, 20),
            1 => -mark / _rng.Of(3, 20),
            2 => m.Base * Sub - mark,
            3 => 0,
            _ => _rng.Of(-m.Spread * Sub, m.Spread * Sub),
        };
        m.Mark = mark = Math.Clamp(mark, m.Base * Sub / 10 + 1, m.Base * Sub * 50);
        long index = mark + _rng.Of(-m.Spread * Sub / 2, m.Spread * Sub / 2);
        if (m.Sources > 0)
        {
            SayPrice(m, index);
            return;
        }
        PriceState state = _rng.Weighted([950, 20, 20, 10]) switch { 0 => PriceState.Fresh, 1 => PriceState.Suspect, 2 => PriceState.Stale, _ => PriceState.Dead };
        Send(new SetPrices { Market = (ushort)m.Id, Index = new(Math.Max(1, index)), Mark = new(mark), State = state });
    }

    private void SendCancel()
    {
        OrderId order = AnyOrder();
        int owner = OwnerOf(order);
        if (_clientIds.Count > 0 && _rng.Chance(200)) Send(new CancelOrder { ClientId = _clientIds[_rng.Of(0, _clientIds.Count - 1)] }, owner, WhoseKey());
        else Send(new CancelOrder { Order = order }, owner, WhoseKey());
    }

    private void SendAmend()
    {
        OrderId order = AnyOrder();
        MarketPlan m = Any();
        int what = _rng.Of(0, 9);
        Send(new AmendOrder
        {
            Order = order,
            Price = new(what is 0 or 1 or 2 or 3 ? PriceNear(m, AnySide()) : 0),
            Qty = new(what is 3 or 4 or 5 or 6 ? QtyOf(m) : 0),
            TriggerPrice = new(what is 7 or 8 ? PriceNear(m, AnySide()) : 0),
            CallbackPpb = what == 9 ? _rng.Pick(2_000_000, 20_000_000, 100_000_000) : 0,
            Offset = new(what == 9 && _rng.Chance(200) ? _rng.Of(1L, m.Spread) : 0),
        }, OwnerOf(order), WhoseKey());
    }

    /// <summary>Makes some field of a command wild, or its header: every check must have something to refuse.</summary>
    private void Spoil(Span<Command> group)
    {
        ref Command command = ref group[_rng.Of(0, group.Length - 1)];
        // A wild state would be one that gathers orders, settles, or climbs back from a halt, which the twin does not know.
        if (command.Header.Kind is CommandKind.SetMarketState or CommandKind.Genesis or CommandKind.Deposit or CommandKind.ListAsset or CommandKind.SetAssetPrice) return;
        Span<byte> body = MemoryMarshal.AsBytes(new Span<Command>(ref command))[CommandHeader.Size..command.Header.Length];
        if (_isHostile)
        {
            WriteNonsense(body);
            return;
        }
        switch (_rng.Of(0, 9))
        {
            case 0: command.Header.Account = _rng.Pick(0, -1, 99); break;
            case 1: command.Header.Key = _rng.Pick(-1, 1, 50); break;
            case 2: command.Header.Length = (ushort)(command.Header.Length - 8); break;
            case 3: body[_rng.Of(0, body.Length - 1)] ^= (byte)(1 << _rng.Of(0, 7)); break;
            case 4: body[_rng.Of(0, body.Length - 1)] = (byte)_rng.Of(0, 255); break;
            default:
                if (body.Length < 8) return;
                int at = 8 * _rng.Of(0, body.Length / 8 - 1);
                MemoryMarshal.Write(body[at..], _rng.Pick(0L, -1, 1, long.MaxValue, long.MinValue, 1L << 40, -(1L << 33)));
                break;
        }
    }

    /// <summary>One field, whatever its width: the ends of what it holds, and what is just beyond what anybody means.</summary>
    private void WriteNonsense(Span<byte> body)
    {
        int width = _rng.Pick(1, 2, 4, 4, 8, 8);
        if (body.Length < width) return;
        int at = width * _rng.Of(0, body.Length / width - 1);
        int bits = 8 * width;
        long most = long.MaxValue >> (64 - bits);
        long value = _rng.Pick(0, -1, 1, 2, most, -most - 1, most / 2, R, R + 1, -R, R * R, 1L << 40, 1L << 52, -(1L << 33), 100_000, most / 1000);
        Span<byte> bytes = stackalloc byte[8];
        MemoryMarshal.Write(bytes, value);
        bytes[..width].CopyTo(body[at..]);
    }
}
