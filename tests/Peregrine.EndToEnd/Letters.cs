namespace Peregrine.EndToEnd;

/// <summary>Reads the sandbox's box of letters, as a person at its machine does.</summary>
internal static class Letters
{
    /// <summary>The ticket in the newest letter with a subject like this, once there are so many of them: an older one's is used up, and letters take their time.</summary>
    public static async Task<string> Ticket(ApiClient client, string name, string subject, int letters = 1)
    {
        while (true)
        {
            Reply box = (await client.Get($"/sandbox/mailbox?address={name}@example.com")).Is(200);
            System.Text.Json.JsonElement[] found = [.. box["letters"].EnumerateArray().Where(l => l.GetProperty("subject").GetString()!.StartsWith(subject, StringComparison.Ordinal))];
            if (found.Length >= letters) return found[0].GetProperty("text").GetString()!.Split("#ticket=")[1].Split('\n')[0].Trim();
            await Task.Delay(20);
        }
    }

    /// <summary>Confirms the address with which somebody has signed up.</summary>
    public static async Task Confirm(ApiClient client, string name) =>
        (await client.Post("/auth/email/confirm", $$"""{"ticket":"{{await Ticket(client, name, "Confirm")}}"}""")).Is(204);
}
