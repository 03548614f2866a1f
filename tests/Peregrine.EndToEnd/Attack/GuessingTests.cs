namespace Peregrine.EndToEnd.Attack;

/// <summary>Passwords that are guessed, and people who are asked after.</summary>
public sealed class GuessingTests
{
    [Fact]
    public async Task Guessing_has_to_wait_whoever_is_guessed_and_the_owner_does_not()
    {
        using var folder = new Folder();
        using VenueProcess venue = await VenueProcess.Start(folder.Path, "--identity.password-iterations", "100000");
        using ApiClient vera = await venue.Client().Join("vera"), stuffer = venue.Client(), sprayer = venue.Client();
        List<Reply> stuffed = [], sprayed = [];
        for (int i = 0; i < 12; i++) stuffed.Add(await stuffer.Post("/auth/sign-in", Guess("vera", i)));
        Assert.Contains(stuffed, static r => r is { Status: 401, Code: "WRONG_CREDENTIALS" });
        Assert.Equal((429, true), (stuffed[^1].Status, stuffed[^1].Headers.ContainsKey("Retry-After")));
        for (int i = 0; i < 60; i++) sprayed.Add(await sprayer.Post("/auth/sign-in", Guess($"person{i}", 0)));
        Assert.Equal(429, sprayed[^1].Status);
        // She has been at this address before.
        await vera.SignIn("vera");
    }

    [Fact]
    public async Task Nobody_learns_who_is_known_here()
    {
        using var folder = new Folder();
        using VenueProcess venue = await VenueProcess.Start(folder.Path, "--identity.password-iterations", "100000");
        using ApiClient vera = await venue.Client().Join("vera"), asker = venue.Client(), other = venue.Client();
        Reply known = await asker.Post("/auth/sign-up", ApiClient.Credentials("vera")), unknown = await other.Post("/auth/sign-up", ApiClient.Credentials("nobody"));
        Assert.Equal((unknown.Status, unknown.Body.ToString()), (known.Status, known.Body.ToString()));
        Assert.Equal(Names(unknown), Names(known));
        Reply wrong = await asker.Post("/auth/sign-in", Guess("vera", 1)), nobody = await other.Post("/auth/sign-in", Guess("no-such-person", 1));
        Assert.Equal((nobody.Status, nobody.Code, Message(nobody)), (wrong.Status, wrong.Code, Message(wrong)));
        Assert.Equal(Names(nobody), Names(wrong));
    }

    private static string[] Names(Reply reply) => [.. reply.Headers.Keys.Order(StringComparer.Ordinal)];

    private static string? Message(Reply reply) => reply.Body.GetProperty("error").GetProperty("message").GetString();

    private static string Guess(string name, int number) => $$"""{"email":"{{name}}@example.com","password":"a wrong guess {{number}}"}""";
}
