using Peregrine.Core;
using Peregrine.Scenarios.Events;
using Peregrine.Scenarios.Facts;
using Peregrine.Scenarios.Language;
using Peregrine.Scenarios.Values;

namespace Peregrine.Scenarios.Running;

/// <summary>Runs one scenario from its first statement to its last and collects what differs.</summary>
public sealed class ScenarioRunner(VenueFactory factory)
{
    private readonly Session _session = new(factory);
    private readonly List<Failure> _failures = [];

    public static IReadOnlyList<Failure> Run(string text, VenueFactory factory)
    {
        try
        {
            return new ScenarioRunner(factory).Run(ScenarioParser.Parse(text));
        }
        catch (LanguageException problem)
        {
            return [new Failure(problem.Line, problem.Column, problem.Message, [], IsLanguage: true)];
        }
    }

    private List<Failure> Run(IReadOnlyList<Statement> statements)
    {
        foreach (Statement statement in statements)
        {
            try
            {
                Run(statement);
            }
            catch (LanguageException problem)
            {
                int line = problem.Line > 0 ? problem.Line : statement.Line;
                _failures.Add(new Failure(line, problem.Column, problem.Message, [], IsLanguage: true));
            }
            catch (InvariantException problem)
            {
                _failures.Add(new Failure(statement.Line, 0, $"the engine stopped: {problem.Message}", [], IsLanguage: false));
                break;
            }
        }
        return _failures;
    }

    private void Run(Statement statement)
    {
        IReadOnlyList<Token> first = statement.Members[0];
        if (first[0].Is("check") || first[0].Is("book"))
        {
            Compare(statement.Line, first);
            return;
        }
        if (first[0].Is("at")) statement = Timed(statement);
        if (statement.Members[0][0].Is("repeat"))
        {
            Repeat(statement);
            return;
        }
        Execute(statement);
    }

    /// <summary><c>repeat 50 …</c>, or <c>repeat 50 every 1s …</c> with that time before each</summary>
    private void Repeat(Statement statement)
    {
        IReadOnlyList<Token> words = statement.Members[0];
        if (words.Count < 3) throw new LanguageException(words[0], "'repeat' needs a number and a command");
        bool timed = words[2].Is("every");
        if (timed && words.Count < 5) throw new LanguageException(words[2], "'every' needs a time and a command");
        long stepNs = timed ? Numbers.Duration(words[3]) : 0;
        Statement once = statement with { Members = [[.. words.Skip(timed ? 4 : 2)], .. statement.Members.Skip(1)] };
        for (long i = Numbers.Integer(words[1]); i > 0; i--)
        {
            _session.NowNs += stepNs;
            Execute(once);
        }
    }

    private void Execute(Statement statement)
    {
        List<string> problems = [];
        List<RecordedEvent> events = _session.Run(statement, problems, out RejectCode code);
        problems.AddRange(_session.Ledger.TakeProblems());
        string[] shown = [.. events.Select(e => EventText.Describe(e, _session.Scope))];
        foreach (string problem in problems) _failures.Add(new Failure(statement.Line, 0, problem, shown, IsLanguage: false));
        Judge(statement, events, code, shown);
    }

    /// <summary><c>at 30s …</c> after the start of the file, <c>at +30s …</c> after the statement before.</summary>
    private Statement Timed(Statement statement)
    {
        IReadOnlyList<Token> words = statement.Members[0];
        if (words.Count < 3) throw new LanguageException(words[0], "'at' needs a time and a command");
        long time = Numbers.Instant(words[1], _session.Scope);
        if (time < _session.NowNs) throw new LanguageException(words[1], "time cannot run backwards");
        _session.NowNs = time;
        return statement with { Members = [[.. words.Skip(2)], .. statement.Members.Skip(1)] };
    }

    private void Judge(Statement statement, List<RecordedEvent> events, RejectCode code, string[] shown)
    {
        List<EventPattern> wanted = [];
        List<EventPattern> anywhere = [];
        List<EventPattern> unwanted = [];
        List<IReadOnlyList<Token>> facts = [];
        foreach (IReadOnlyList<Token> words in statement.Expected)
        {
            if (words[0].Is("check") || words[0].Is("book")) facts.Add(words);
            else if (words[0].Is("no") && words.Count > 1) unwanted.Add(EventPattern.Parse([.. words.Skip(1)], _session.Scope));
            else if (words[0].Is("also") && words.Count > 1) anywhere.Add(EventPattern.Parse([.. words.Skip(1)], _session.Scope));
            else wanted.Add(EventPattern.Parse(words, _session.Scope));
        }
        if (code != RejectCode.None && !wanted.Exists(p => p.IsReject)) Fail(statement.Line, 0, $"refused with {EnumWords.Show(code)}", shown);
        else if (EventMatcher.Match(wanted, anywhere, unwanted, events, statement.Only, _session.Scope) is { } difference)
        {
            Fail(difference.At?.Line ?? statement.Line, difference.At?.Column ?? 0, difference.Text, shown);
        }
        foreach (IReadOnlyList<Token> words in facts) Compare(words[0].Line, words);
    }

    private void Compare(int line, IReadOnlyList<Token> words)
    {
        FactChecker checker = new(_session.Ledger, _session.Scope);
        IReadOnlyList<Token> rest = [.. words.Skip(1)];
        if (rest.Count == 0) throw new LanguageException(words[0], $"'{words[0]}' of what?");
        IEnumerable<string> differences = words[0].Is("check") ? checker.Check(rest) : checker.Book(rest);
        foreach (string difference in differences) Fail(line, 0, difference, []);
    }

    private void Fail(int line, int column, string text, IReadOnlyList<string> events) => _failures.Add(new Failure(line, column, text, events, IsLanguage: false));
}
