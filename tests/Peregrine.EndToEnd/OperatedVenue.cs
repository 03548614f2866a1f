namespace Peregrine.EndToEnd;

/// <summary>A venue with an operator, who was appointed while it was stopped.</summary>
internal static class OperatedVenue
{
    public static async Task<VenueProcess> Start(string folder, string operatorName)
    {
        string person;
        using (VenueProcess first = await VenueProcess.Start(folder))
        {
            using ApiClient founder = await first.Client().Join(operatorName);
            person = (await founder.Get("/me")).Is(200).Text("personId");
            Assert.Equal(0, await first.Stop());
        }
        (int code, _, string errors) = await VenueProcess.Run("admin", "role", person, "operator", "--data", folder, "--journal.segment", "8");
        Assert.True(code == 0, errors);
        return await VenueProcess.Start(folder);
    }
}
