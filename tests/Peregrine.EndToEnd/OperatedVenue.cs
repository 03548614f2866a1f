namespace Peregrine.EndToEnd;

/// <summary>A venue with people of its own: the first two come in by the tokens that it prints, and give the others their roles.</summary>
internal static class OperatedVenue
{
    private const string First = "operator", Officer = "securityOfficer";

    /// <summary>With operators of these names.</summary>
    public static Task<VenueProcess> Start(string folder, params string[] operators) => Start(folder, [.. operators.Select(static name => (name, First))]);

    /// <summary>One of them is an operator; an officer joins when somebody else has to be proposed and there is none.</summary>
    public static async Task<VenueProcess> Start(string folder, (string Name, string Role)[] people, params string[] options)
    {
        VenueProcess venue = await VenueProcess.Start(folder, options);
        string forOperator = Token(await venue.Line("pft_")), forOfficer = Token(await venue.Line("pft_"));
        string chief = people.First(static p => p.Role == First).Name;
        string? officer = people.FirstOrDefault(static p => p.Role == Officer).Name;
        (string Name, string Role)[] others = [.. people.Where(p => p.Name != chief && p.Name != officer)];
        if (others.Length > 0) officer ??= "officer";
        await Claim(venue, chief, forOperator);
        if (officer is not null) await Claim(venue, officer, forOfficer);
        if (others.Length == 0) return venue;
        using ApiClient proposer = await venue.Client().SignIn(officer!), approver = await venue.Client().SignIn(chief);
        foreach ((string name, string role) in others)
        {
            using ApiClient person = await venue.Client().Join(name);
            string number = (await person.Get("/me")).Is(200).Text("personId");
            string change = (await proposer.Post("/admin/changes", $$"""{"change":"role","person":"{{number}}","role":"{{role}}"}""")).Is(200).Text("changeId");
            (await approver.Post($"/admin/changes/{change}/approve")).Is(200);
        }
        return venue;
    }

    /// <summary>The token in a line of the greeting.</summary>
    public static string Token(string line) => line[line.IndexOf("pft_", StringComparison.Ordinal)..].Split(' ')[0];

    private static async Task Claim(VenueProcess venue, string name, string token)
    {
        using ApiClient person = await venue.Client().Join(name);
        (await person.Post("/first-role", $$"""{"token":"{{token}}"}""")).Is(200);
    }
}
