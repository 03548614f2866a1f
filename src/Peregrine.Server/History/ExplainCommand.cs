using System.Globalization;
using Peregrine.Core;
using Peregrine.Explain;
using Peregrine.Sequencer;
using Peregrine.Sequencer.Journal;
using Peregrine.Server.Run;

namespace Peregrine.Server.History;

/// <summary><c>peregrine explain</c>: a receipt recomputed from the journal alone, whether the venue runs or not.</summary>
internal static class ExplainCommand
{
    public const string Usage = "usage: peregrine explain --data DIRECTORY SEQ INDEX";

    public static int Run(string[] arguments, TextWriter output, TextWriter errors)
    {
        if (arguments is not ["--data", var folder, var seqText, var indexText] || !long.TryParse(seqText, NumberStyles.None, CultureInfo.InvariantCulture, out long seq)
            || !int.TryParse(indexText, NumberStyles.None, CultureInfo.InvariantCulture, out int index))
        {
            errors.WriteLine(Usage);
            return RunCommand.BadUsage;
        }
        try
        {
            IReadOnlyList<Explanation> all = Explanations.Read(DataFolder.JournalIn(folder), seq);
            if (all.FirstOrDefault(e => e.Seq == seq && e.Index == index) is not { } explanation)
            {
                errors.WriteLine(string.Create(CultureInfo.InvariantCulture, $"event {seq}/{index} decided nothing that can be recomputed; in command {seq} there are {Listed(all)}."));
                return RunCommand.Trouble;
            }
            Write(explanation, output);
            return explanation.Same == explanation.Recomputed ? RunCommand.Done : RunCommand.Trouble;
        }
        catch (Exception e) when (e is JournalException or RecoveryException or StorageException)
        {
            errors.WriteLine(e.Message);
            return RunCommand.Trouble;
        }
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
