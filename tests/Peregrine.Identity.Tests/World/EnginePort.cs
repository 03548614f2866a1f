using Peregrine.Core;

namespace Peregrine.Identity.Tests.World;

/// <summary>A real engine behind the port, one command at a time, and what its events say of accounts and keys.</summary>
internal sealed class EnginePort : ICommandPort, IEventSink
{
    private readonly Engine.Engine _engine;
    private readonly Lock _one = new();
    private CommandDone _done;

    public EnginePort()
    {
        _engine = new Engine.Engine(new EventWriter(this));
        Genesis small = Genesis.Default with
        {
            AccountsMax = 128,
            PositionsMax = 64,
            OrdersMax = 512,
            TriggersMax = 64,
            TwapsMax = 8,
            GroupsMax = 16,
            HoldingsMax = 64,
            KeysMax = 128,
            ClientIdsMax = 1024,
            RequestKeysMax = 1024,
            WithdrawalsMax = 16,
            DeadMansMax = 16,
            MarketsMax = 2,
            AssetsMax = 2,
            LadderTicks = 256,
            DepositKeysMax = 1024,
        };
        Apply(Command.Of(in small));
    }

    /// <summary>Set: every command is answered so, and none gets through.</summary>
    public RejectCode? Answers { get; set; }

    /// <summary>Set: commands get through, and nobody hears of it.</summary>
    public bool LosesAnswers { get; set; }

    /// <summary>Called when a command was applied, before its sender hears of it.</summary>
    public Action? AfterCommand { get; set; }

    /// <summary>Roots of the accounts there are, by account.</summary>
    public Dictionary<int, int> Accounts { get; } = [];

    public Dictionary<int, EngineKey> Keys { get; } = [];

    /// <summary>What was deposited, by account.</summary>
    public Dictionary<int, long> Balances { get; } = [];

    public List<CommandKind> Delivered { get; } = [];

    public SubmitResult TrySubmit(ReadOnlySpan<Command> group) => throw new NotSupportedException("identity waits for every answer");

    public ValueTask<CommandReceipt> Submit(ReadOnlySpan<Command> group)
    {
        lock (_one)
        {
            if (Answers is { } code) return new(CommandReceipt.Refused(code));
            CommandReceipt receipt = default;
            foreach (Command command in group) receipt = Apply(command);
            AfterCommand?.Invoke();
            return new(LosesAnswers ? CommandReceipt.Refused(RejectCode.InDoubt) : receipt);
        }
    }

    public void Submit(ReadOnlySpan<Command> group, IReceiptTaker taker, int ticket) => throw new NotSupportedException("identity waits for every answer");

    public void SubmitEach(ReadOnlySpan<Command> commands, ReadOnlySpan<ReceiptAddress> answers) => throw new NotSupportedException("identity waits for every answer");

    public CommandReceipt Apply(Command command)
    {
        command.Header.Seq = _engine.Seq + 1;
        command.Header.TimeNs = _engine.TimeNs + 1_000_000;
        _engine.Apply(in command);
        Delivered.Add(command.Header.Kind);
        return new CommandReceipt(_engine.Seq, _engine.TimeNs, _done, 0);
    }

    public void Take(ReadOnlySpan<byte> events)
    {
        var reader = new EventReader(events);
        while (reader.Next())
        {
            int account = reader.Header.Account;
            switch (reader.Header.Kind)
            {
                case EventKind.CommandDone:
                    _done = reader.Body<CommandDone>();
                    break;
                case EventKind.AccountCreated:
                    Accounts.Add(account, reader.Body<AccountCreated>().Root);
                    break;
                case EventKind.KeySet:
                    KeySet set = reader.Body<KeySet>();
                    Keys[set.KeyId] = new EngineKey(account, set.Revoked != 0, Keys.GetValueOrDefault(set.KeyId)?.Limits ?? default);
                    break;
                case EventKind.LimitsSet:
                    LimitsSet limits = reader.Body<LimitsSet>();
                    if (limits.KeyId != 0 && limits.Pending == 0) Keys[limits.KeyId] = Keys[limits.KeyId] with { Limits = limits.Limits };
                    break;
                case EventKind.BalanceChanged:
                    Balances[account] = reader.Body<BalanceChanged>().Balance;
                    break;
            }
        }
    }
}

internal sealed record EngineKey(int Account, bool IsRevoked, Limits Limits);
