using Peregrine.Core;
using Peregrine.Scenarios.Commands;
using Peregrine.Scenarios.Events;
using Peregrine.Scenarios.Facts;
using Peregrine.Scenarios.Language;
using Peregrine.Scenarios.Values;

namespace Peregrine.Scenarios.Running;

/// <summary>A venue under a scenario: stamps commands, records events, learns names, folds facts.</summary>
public sealed class Session
{
    /// <summary>Monday 5 January 2026, noon UTC: far from the change of a day, on a whole second.</summary>
    public const long StartNs = 1_767_614_400_000_000_000;

    private readonly RecordingSink _sink = new();
    private readonly IVenue _venue;
    private readonly SpecialCommands _commands;
    private long _seq;
    private bool _born;

    public Session(VenueFactory factory)
    {
        _venue = factory(_sink);
        _commands = new SpecialCommands(Names, new CommandCompiler(Names));
    }

    public Names Names { get; } = new();
    public Ledger Ledger { get; } = new();
    public long NowNs { get; set; } = StartNs;
    public Scope Scope => new(Names, Names.OnlyMarket, Names.AssetById(1), StartNs, NowNs);

    /// <summary>Runs one statement's commands and returns all their events; <paramref name="code"/> is the last answer.</summary>
    public List<RecordedEvent> Run(Statement statement, List<string> problems, out RejectCode code)
    {
        List<RecordedEvent> all = [];
        code = RejectCode.None;
        if (!_born && !statement.Members[0][0].Is("genesis")) Begin(problems);
        _born = true;
        IReadOnlyList<Step> steps = _commands.Steps(statement.Members);
        for (int i = 0; i < steps.Count; i++)
        {
            code = Apply(steps[i](Scope), all, problems);
            if (code != RejectCode.None && i < steps.Count - 1)
            {
                problems.Add($"step {i + 1} of {steps.Count} was refused with {EnumWords.Show(code)}");
                break;
            }
        }
        return all;
    }

    /// <summary>The first command of every venue, and a fee table without fees.</summary>
    private void Begin(List<string> problems)
    {
        Apply([new Draft(typeof(Genesis), Defaults.SmallVenue)], [], problems);
        Apply([new Draft(typeof(SetFeeTier), default(SetFeeTier))], [], problems);
    }

    private RejectCode Apply(IReadOnlyList<Draft> group, List<RecordedEvent> all, List<string> problems)
    {
        RejectCode code = RejectCode.None;
        long first = _seq + 1;
        for (int i = 0; i < group.Count; i++)
        {
            Command command = CommandBytes.Build(group[i]);
            command.Header.Seq = ++_seq;
            command.Header.TimeNs = NowNs;
            command.Header.GroupIndex = (ushort)i;
            command.Header.GroupCount = (ushort)(group.Count == 1 ? 0 : group.Count);
            Expect(group[i]);
            code = _venue.Apply(in command);
            List<RecordedEvent> events = _sink.TakeAll();
            CheckEnvelope(events, code, i == group.Count - 1, problems);
            Ledger.Apply(events);
            all.AddRange(events);
        }
        if (code == RejectCode.None) Learn(group, all, first);
        else foreach (Draft draft in group) draft.Undo?.Invoke();
        return code;
    }

    /// <summary>The promises of every command: dense indexes, its own stamp, one answer at the very end.</summary>
    private void CheckEnvelope(List<RecordedEvent> events, RejectCode code, bool last, List<string> problems)
    {
        for (int i = 0; i < events.Count; i++)
        {
            EventHeader header = events[i].Header;
            if (header.Index != i || header.Seq != _seq || header.TimeNs != NowNs) problems.Add($"event {i} is stamped index {header.Index}, seq {header.Seq}, time {header.TimeNs}");
        }
        int answers = events.Count(e => e.Body is CommandDone);
        if (!last)
        {
            if (events.Count > 0) problems.Add("a member of a group that is not its last made events");
            return;
        }
        if (answers != 1 || events[^1].Body is not CommandDone done) problems.Add($"{answers} answers; there must be one, at the end");
        else if (done.Code != code) problems.Add($"the answer says {EnumWords.Show(done.Code)}, the engine returned {EnumWords.Show(code)}");
    }

    /// <summary>What a name will most likely be, so that it can be spoken of even when the command is refused.</summary>
    private void Expect(Draft draft)
    {
        if (draft.Name is not { } name) return;
        switch (draft.NameKind)
        {
            case NameKind.Account: Names.SetAccount(name, Names.IsAccount(name) ? Names.Account(new Token(name, 0, 0)) : Names.AccountCount + 1); break;
            case NameKind.Key: if (!Names.HasKey(name)) Names.SetKey(name, Names.KeyCount + 1); break;
            case NameKind.Withdrawal: Names.SetWithdrawal(name, _seq); break;
            case NameKind.Scale:
                for (int i = 1; i <= Math.Min((int)draft.Get<byte>("count"), 50); i++) Names.SetOrder($"{name}.{i}", OrderId.Of(_seq, i), draft.Account);
                Names.SetOrder(name, OrderId.Of(_seq, 0), draft.Account);
                break;
            default: Names.SetOrder(name, OrderId.Of(_seq, 0), draft.Account); break;
        }
    }

    /// <summary>What the events say that the names are.</summary>
    private void Learn(IReadOnlyList<Draft> group, List<RecordedEvent> events, long first)
    {
        RecordedEvent[] accepted = [.. events.Where(e => e.Body is OrderAccepted o && o.Order.Seq >= first && o.Order.Seq <= _seq)];
        CommandDone done = events.Count > 0 && events[^1].Body is CommandDone d ? d : default;
        for (int i = 0; i < group.Count; i++)
        {
            Draft draft = group[i];
            if (draft.Name is not { } name || events.Count == 0) continue;
            if (draft.NameKind == NameKind.Account) Names.SetAccount(name, (int)done.Detail1);
            else if (draft.NameKind == NameKind.Key && done.Detail1 != 0) Names.SetKey(name, (int)done.Detail1);
            else if (draft.NameKind == NameKind.Withdrawal) Names.SetWithdrawal(name, done.Detail1);
            else if (draft.NameKind == NameKind.Scale) LearnScale(name, accepted, draft.Account);
            else LearnOrder(group, i, accepted, done);
        }
    }

    private void LearnScale(string name, RecordedEvent[] accepted, int owner)
    {
        for (int i = 0; i < accepted.Length; i++) Names.SetOrder($"{name}.{i + 1}", accepted[i].As<OrderAccepted>().Order, owner);
        if (accepted.Length > 0) Names.SetOrder(name, accepted[0].As<OrderAccepted>().Group, owner);
    }

    private void LearnOrder(IReadOnlyList<Draft> group, int at, RecordedEvent[] accepted, CommandDone done)
    {
        string name = group[at].Name!;
        int owner = group[at].Account;
        if (at < accepted.Length) Names.SetOrder(name, accepted[at].As<OrderAccepted>().Order, owner);
        else if (done.Detail1 != 0) Names.SetOrder(name, new OrderId(done.Detail1), owner);
        for (int i = at + 1; at == 0 && i < accepted.Length; i++) Names.SetOrder($"{name}.{i}", accepted[i].As<OrderAccepted>().Order, owner);
    }
}
