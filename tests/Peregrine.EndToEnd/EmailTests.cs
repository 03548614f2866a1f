namespace Peregrine.EndToEnd;

/// <summary>Letters as a person meets them: before the first withdrawal, and after a password was lost.</summary>
[Collection(OneVenue.Name)]
public sealed class EmailTests(SharedVenue shared)
{
    [Fact]
    public async Task A_lost_password_is_replaced_by_letter_through_a_restart()
    {
        using var folder = new Folder();
        string ticket;
        using (VenueProcess venue = await VenueProcess.Start(folder.Path, "--public.url", "https://venue.example"))
        {
            using ApiClient anna = await venue.Client().Join("letter-anna");
            Reply known = (await anna.Post("/auth/password/forgot", """{"email":"letter-anna@example.com"}""")).Is(202);
            Reply unknown = (await anna.Post("/auth/password/forgot", """{"email":"letter-nobody@example.com"}""")).Is(202);
            Assert.Equal(unknown.Body.ToString(), known.Body.ToString());
            ticket = await Letters.Ticket(anna, "letter-anna", "Choose");
            string text = (await anna.Get("/sandbox/mailbox?address=letter-anna@example.com"))["letters"][0].GetProperty("text").GetString()!;
            Assert.Contains("https://venue.example/reset-password#ticket=" + ticket, text);
            Assert.Equal(0, (await anna.Get("/sandbox/mailbox?address=letter-nobody@example.com")).Is(200)["letters"].GetArrayLength());
            await venue.Kill();
        }
        using VenueProcess again = await VenueProcess.Start(folder.Path);
        using ApiClient back = again.Client();
        Reply weak = (await back.Post("/auth/password/reset", $$"""{"ticket":"{{ticket}}","newPassword":"short"}""")).IsRefused(400, "BAD_VALUE");
        Assert.Equal("newPassword", weak["error"].GetProperty("field").GetString());
        (await back.Post("/auth/password/reset", $$"""{"ticket":"{{ticket}}","newPassword":"another horse battery"}""")).Is(204);
        (await back.Post("/auth/password/reset", $$"""{"ticket":"{{ticket}}","newPassword":"a third horse battery"}""")).IsRefused(401, "UNAUTHENTICATED");
        (await back.Post("/auth/sign-in", ApiClient.Credentials("letter-anna"))).IsRefused(401, "WRONG_CREDENTIALS");
        (await back.Post("/auth/sign-in", """{"email":"letter-anna@example.com","password":"another horse battery"}""")).Is(200);
    }

    [Fact]
    public async Task Money_leaves_only_when_the_address_is_confirmed()
    {
        using ApiClient anna = await shared.Venue.Client().Join("letter-ben");
        Assert.False((await anna.Get("/me"))["emailConfirmed"].GetBoolean());
        (await anna.Post("/withdrawals", """{"asset":"USDC","amount":"1","addressId":"1","requestId":"w"}""")).IsRefused(403, "EMAIL_NOT_CONFIRMED");
        await Letters.Confirm(anna, "letter-ben");
        Assert.True((await anna.Get("/me"))["emailConfirmed"].GetBoolean());
        (await anna.Post("/withdrawal-addresses", $$"""{"address":"{{new Wallet(3).Address}}","label":"cold"}""")).IsRefused(403, "SECOND_FACTOR_MISSING");
        await anna.SetUpFactor();
        string address = (await anna.Post("/withdrawal-addresses", $$"""{"address":"{{new Wallet(3).Address}}","label":"cold"}""")).Is(200).Text("addressId");
        (await anna.Post("/withdrawals", $$"""{"asset":"USDC","amount":"1","addressId":"{{address}}","requestId":"w"}""")).Is(200);
    }

    [Theory]
    [InlineData("X-Forwarded-For", "198.51.100.66")]
    [InlineData("Forwarded", "for=198.51.100.66")]
    public async Task Letters_are_read_at_the_machine_and_not_through_a_proxy(string header, string value)
    {
        using var http = new HttpClient();
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(shared.Venue.Url, "/api/v1/sandbox/mailbox?address=letter-ben@example.com"));
        request.Headers.Add(header, value);
        using HttpResponseMessage response = await http.SendAsync(request);
        Assert.Equal(404, (int)response.StatusCode);
    }

    [Fact]
    public async Task A_secret_on_the_command_line_is_refused_by_name_and_not_repeated()
    {
        (int code, _, string errors) = await VenueProcess.Run("run", "--mail.smtp.password", "hunter22hunter22");
        Assert.Equal(2, code);
        Assert.Contains("PEREGRINE_MAIL_SMTP_PASSWORD", errors);
        Assert.DoesNotContain("hunter22", errors);
    }
}
