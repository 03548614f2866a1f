namespace Peregrine.Tidy;

/// <summary>A rule answers with sentences; none is good.</summary>
internal static class Complaints
{
    public static void None(IEnumerable<string> complaints)
    {
        string[] all = complaints.ToArray();
        if (all.Length > 0) Assert.Fail(string.Join('\n', all.Prepend("")));
    }

    /// <summary>For the tests that show that a rule can fail: exactly these, in this order, each containing the given words.</summary>
    public static void Are(IEnumerable<string> complaints, params string[] words)
    {
        string[] all = complaints.ToArray();
        Assert.True(all.Length == words.Length, $"expected {words.Length} complaints:\n{string.Join('\n', all)}");
        for (int i = 0; i < words.Length; i++) Assert.Contains(words[i], all[i], StringComparison.Ordinal);
    }
}
