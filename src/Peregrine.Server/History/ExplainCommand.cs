using System.Globalization;
using System.Text.Json;
using Peregrine.Core;
using Peregrine.Explain;
using Peregrine.Sequencer;
using Peregrine.Sequencer.Journal;
using Peregrine.Server.Run;

namespace Peregrine.Server.History;

/// <summary><c>peregrine explain</c>: a receipt recomputed from the journal alone, whether the venue runs or not.</summary>
internal static class ExplainCommand
{
    public const string Usage = "usage: peregrine explain --data DIRECTORY [--json SECONDS MEBIBYTES] SEQ INDEX";

    /// <summary>The time or memory that it was given did not suffice.</summary>
    public const int TooMuch = 3;

    public static int Run(string[] arguments, TextWriter output, TextWriter errors)
    {
        if (ExplainAsk.Parse(arguments) is not { } ask)
        {
            errors.WriteLine(Usage);
            return RunCommand.BadUsage;
        }
        using SelfLimit? limit = ask.Limits is { } limits ? new SelfLimit(limits) : null;
        try
        {
            return limit is not null ? WriteJson(ask, limit, output) : Write(ask, output, errors);
        }
        catch (Exception e) when (e is JournalException or RecoveryException or StorageException)
        {
            errors.WriteLine(e.Message);
            return RunCommand.Trouble;
        }
    }

    private static int WriteJson(ExplainAsk ask, SelfLimit limit, TextWriter output)
    {
        IReadOnlyList<Explanation> story = PastDecisions.ReadStory(DataFolder.JournalIn(ask.Folder), ask.Seq, ask.Index);
        limit.Check();
        output.WriteLine(JsonSerializer.Serialize(story));
        return RunCommand.Done;
    }

    private static int Write(ExplainAsk ask, TextWriter output, TextWriter errors)
    {
        IReadOnlyList<Explanation> all = PastDecisions.Read(DataFolder.JournalIn(ask.Folder), ask.Seq);
        Explanation? explanation = all.FirstOrDefault(e => e.Seq == ask.Seq && e.Index == ask.Index);
        if (explanation is null)
        {
            errors.WriteLine(string.Create(CultureInfo.InvariantCulture, $"event {ask.Seq}/{ask.Index} decided nothing that can be recomputed; in command {ask.Seq} there are {Listed(all)}."));
            return RunCommand.Trouble;
        }
        Write(explanation, output);
        return explanation.Same == explanation.Recomputed ? RunCommand.Done : RunCommand.Trouble;
    }

    private static string Listed(IReadOnlyList<Explanation> all) =>
        all.Count == 0 ? "none" : string.Join(", ", all.Select(static e => string.Create(CultureInfo.InvariantCulture, $"{e.Index} ({e.Kind})")));

    private static void Write(Explanation explanation, TextWriter output)
    {
        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{explanation.Kind} {explanation.Seq}/{explanation.Index}, account {explanation.Account}, market {explanation.Market}"));
        foreach (ExplainStep step in explanation.Steps)
        {
            string verdict = step.IsSame switch { true => "same", false => "DIFFERENT", _ => "as stated" };
            output.WriteLine($"  {step.Name}: {step.Formula}");
            output.WriteLine($"    stated {step.Stated}{(step.Recomputed is null ? "" : $", recomputed {step.Recomputed}")}: {verdict}");
        }
        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{explanation.Same} of {explanation.Recomputed} recomputed values are the same"));
    }
}
