using Peregrine.Core;
using Peregrine.Scenarios.Language;
using Peregrine.Scenarios.Values;

namespace Peregrine.Scenarios.Events;

/// <summary>What was expected and did not come, or came and was not expected.</summary>
public sealed record Difference(Token? At, string Text);

/// <summary>Expectations are a subsequence of the events: in order, with anything between them.</summary>
public static class EventMatcher
{
    /// <param name="wanted">In this order.</param>
    /// <param name="anywhere">Wherever they stand.</param>
    /// <param name="unwanted">Nowhere.</param>
    /// <param name="events">What happened.</param>
    /// <param name="only">Nothing else may have happened, besides answers and changes of the book.</param>
    /// <param name="scope">How numbers and names are written.</param>
    public static Difference? Match(
        IReadOnlyList<EventPattern> wanted, IReadOnlyList<EventPattern> anywhere, IReadOnlyList<EventPattern> unwanted, IReadOnlyList<RecordedEvent> events, bool only, Scope scope)
    {
        HashSet<int> used = [];
        int from = 0;
        foreach (EventPattern pattern in wanted)
        {
            int at = FindFrom(pattern, events, from, scope);
            if (at < 0) return new Difference(pattern.First, Missing(pattern, events, from, scope));
            used.Add(at);
            from = at + 1;
        }
        foreach (EventPattern pattern in anywhere)
        {
            int at = FindFrom(pattern, events, 0, scope);
            if (at < 0) return new Difference(pattern.First, Missing(pattern, events, 0, scope));
            used.Add(at);
        }
        foreach (EventPattern pattern in unwanted)
        {
            int at = FindFrom(pattern, events, 0, scope);
            if (at >= 0) return new Difference(pattern.First, $"expected no '{pattern.Written}'; there was: {EventText.Describe(events[at], scope)}");
        }
        for (int i = 0; only && i < events.Count; i++)
        {
            bool quiet = events[i].Header.Kind is EventKind.CommandDone or EventKind.BookChanged;
            if (!quiet && !used.Contains(i)) return new Difference(null, $"expected nothing else; there was: {EventText.Describe(events[i], scope)}");
        }
        return null;
    }

    private static int FindFrom(EventPattern pattern, IReadOnlyList<RecordedEvent> events, int from, Scope scope)
    {
        for (int i = from; i < events.Count; i++)
        {
            if (pattern.Mismatch(events[i], scope) is null) return i;
        }
        return -1;
    }

    private static string Missing(EventPattern pattern, IReadOnlyList<RecordedEvent> events, int from, Scope scope)
    {
        string text = $"expected '{pattern.Written}'";
        for (int i = from; i < events.Count; i++)
        {
            if (events[i].Header.Kind == pattern.Kind) return $"{text}; the next of its kind differs: {pattern.Mismatch(events[i], scope)}";
        }
        bool earlier = events.Take(from).Any(e => pattern.Mismatch(e, scope) is null);
        return earlier ? $"{text} here; it came earlier" : $"{text}; no such event{(from > 0 ? " after those before it" : "")}";
    }
}
