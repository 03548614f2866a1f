namespace Peregrine.EndToEnd.Access;

/// <summary>A line of the route table and who may use it. A line that says something new about access has no verdict, and fails the tests that ask for one.</summary>
internal sealed record AccessRow(string Method, string Path, string Access, string[] Needs)
{
    /// <summary>Everybody who tries, in the order of the table's columns.</summary>
    public static readonly string[] Subjects = ["anonymous", "trader", "auditor", "operator", "officer", "key:read", "key:trade", "key:reduceOnly", "key:transfer", "key:withdraw"];

    public bool IsSocket => Method == "SOCKET";

    public bool IsFrame => IsSocket && Path.StartsWith("frame:", StringComparison.Ordinal);

    public bool IsDialect => !IsSocket && !Path.StartsWith("/api/v1/", StringComparison.Ordinal);

    private bool IsOfOneself => Path.StartsWith("/api/v1/auth/", StringComparison.Ordinal);

    public static async Task<AccessRow[]> All() => [.. (await VenueProcess.Routes()).Select(Read)];

    /// <summary>Whether somebody is let through to what the route does.</summary>
    public Verdict Of(string subject)
    {
        bool isKey = subject.StartsWith("key:", StringComparison.Ordinal);
        return Access switch
        {
            "public" or "open" => Verdict.Yes,
            "signed" or "key" when subject == "anonymous" => Verdict.Unknown,
            // The dialect knows keys alone.
            "signed" or "key" when IsDialect && !isKey => Verdict.Unknown,
            "signed" or "key" => Says(Needs.Contains("any") || Needs.Intersect(ActionsOf(subject)).Any()),
            "session" or "operator" or "officers" or "staff" when subject == "anonymous" => Verdict.Unknown,
            "session" => Says(!isKey && (subject != "auditor" || Method == "GET" || IsOfOneself)),
            "operator" => Says(subject == "operator"),
            "officers" => Says(subject is "operator" or "officer"),
            "staff" => Says(subject is "operator" or "officer" or "auditor"),
            _ => throw new InvalidOperationException($"{Method} {Path} says '{Access}', and nobody has said who that is"),
        };
    }

    private static AccessRow Read(string line)
    {
        string[] words = line.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        string[] access = words[3].Split(':');
        return new AccessRow(words[0], words[1], access[0], access.Length > 1 ? access[1].Split('+') : []);
    }

    private static string[] ActionsOf(string subject) => subject switch
    {
        "trader" or "operator" or "officer" => ["read", "trade", "reduceOnly", "cancel", "transfer", "withdraw"],
        "auditor" or "key:read" => ["read"],
        "key:trade" => ["read", "trade", "reduceOnly", "cancel"],
        "key:reduceOnly" => ["read", "reduceOnly", "cancel"],
        "key:transfer" => ["read", "transfer"],
        "key:withdraw" => ["read", "withdraw"],
        _ => throw new InvalidOperationException($"nobody is called {subject}"),
    };

    private static Verdict Says(bool may) => may ? Verdict.Yes : Verdict.No;
}

internal enum Verdict
{
    /// <summary>Let through: what comes then is the route's own business.</summary>
    Yes,
    /// <summary>Known, and not permitted.</summary>
    No,
    /// <summary>Not known: 401.</summary>
    Unknown,
}
