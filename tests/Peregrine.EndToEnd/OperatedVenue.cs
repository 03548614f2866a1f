namespace Peregrine.EndToEnd;

/// <summary>A venue whose people were appointed while it was stopped.</summary>
internal static class OperatedVenue
{
    /// <summary>With operators of these names.</summary>
    public static Task<VenueProcess> Start(string folder, params string[] operators) => Start(folder, [.. operators.Select(static name => (name, "operator"))]);

    public static async Task<VenueProcess> Start(string folder, (string Name, string Role)[] people, params string[] options)
    {
        List<(string Person, string Role)> numbers = [];
        using (VenueProcess first = await VenueProcess.Start(folder))
        {
            foreach ((string name, string role) in people)
            {
                using ApiClient person = await first.Client().Join(name);
                numbers.Add(((await person.Get("/me")).Is(200).Text("personId"), role));
            }
            Assert.Equal(0, await first.Stop());
        }
        foreach ((string person, string role) in numbers)
        {
            (int code, _, string errors) = await VenueProcess.Run("admin", "role", person, role, "--data", folder, "--journal.segment", "8");
            Assert.True(code == 0, errors);
        }
        return await VenueProcess.Start(folder, options);
    }
}
