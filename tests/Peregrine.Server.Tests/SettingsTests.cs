using System.Collections;
using System.Runtime.CompilerServices;
using Peregrine.Server.Admin;
using Peregrine.Server.Settings;

namespace Peregrine.Server.Tests;

public sealed class SettingsTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("peregrine-settings-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void The_documented_table_is_the_one_in_the_program()
    {
        string path = Path.GetFullPath(Path.Combine(Path.GetDirectoryName(Here())!, "..", "..", "docs", "operations.md"));
        using var table = new StringWriter { NewLine = "\n" };
        OptionsTable.Write(table);
        Assert.Contains(table.ToString(), File.ReadAllText(path), StringComparison.Ordinal);
    }

    [Fact]
    public void Every_default_does_and_names_are_not_given_twice()
    {
        Assert.All(Options.All, o => Assert.Null(o.Complaint(o.Default)));
        Assert.Equal(Options.All.Count, Options.All.Select(o => o.EnvironmentName).Distinct().Count());
        ServerSettings settings = Read([]);
        Assert.Equal((Path.Combine(_folder, "peregrine-data"), 8080, true), (settings.Folder, settings.Port, settings.IsPaper));
    }

    [Fact]
    public void The_file_is_first_the_environment_next_and_the_command_line_last()
    {
        File.WriteAllText(Path.Combine(_folder, "peregrine.json"), """
            {
              // a comment
              "listen": { "port": 1, "address": "0.0.0.0" },
              "ring.commands": 2048, "paper": false,
            }
            """);
        Assert.Equal(1, Read([]).Port);
        Assert.False(Read([]).IsPaper);
        var environment = new Hashtable { ["PEREGRINE_LISTEN_PORT"] = "2", ["PATH"] = "x" };
        Assert.Equal(2, Read([], environment).Port);
        Assert.Equal(3, Read(["--listen.port", "3"], environment).Port);
        Assert.Equal(4, Read(["--listen.port=4"], environment).Port);
        Assert.Equal("0.0.0.0", Read([]).Address.ToString());
        Assert.Equal(2048, Read([]).Sequencer.RingCommands);
    }

    [Theory]
    [InlineData("--ring.commands 3000", "ring.commands is a power of two, not 3000.")]
    [InlineData("--listen.port 65536", "In the command line: listen.port is a whole number of port from 0 to 65535, not '65536'.")]
    [InlineData("--paper maybe", "In the command line: paper is one of true, false, not 'maybe'.")]
    [InlineData("--proxy.trusted 10.0.0.1,10.1.0.0/33", "proxy.trusted lists IP addresses and networks such as 10.1.0.0/16, not '10.1.0.0/33'.")]
    [InlineData("--proxy.trusted 10.1.2.3/8", "proxy.trusted lists IP addresses and networks such as 10.1.0.0/16, not '10.1.2.3/8'.")]
    [InlineData("--proxy.trusted everybody", "proxy.trusted lists IP addresses and networks such as 10.1.0.0/16, not 'everybody'.")]
    [InlineData("--listen.address here", "listen.address is an IP address, not 'here'.")]
    [InlineData("--paper", "--paper needs a value.")]
    [InlineData("--port 1", "'port' in the command line is no option. Did you mean 'listen.port'? 'peregrine help' lists them.")]
    [InlineData("--zebra 1", "'zebra' in the command line is no option. 'peregrine help' lists them.")]
    [InlineData("data 1", "'data' is no option. Options begin with two dashes.")]
    public void What_does_not_do_is_said_with_what_would(string line, string expected) =>
        Assert.Equal(expected, Assert.Throws<SettingsException>(() => Read(line.Split(' '))).Message);

    [Fact]
    public void An_unknown_name_in_the_environment_or_the_file_is_refused_too()
    {
        Assert.Contains("PEREGRINE_PROT", Assert.Throws<SettingsException>(() => Read([], new Hashtable { ["PEREGRINE_PROT"] = "1" })).Message, StringComparison.Ordinal);
        File.WriteAllText(Path.Combine(_folder, "peregrine.json"), """{"listen":{"prot":1}}""");
        Assert.Contains("'listen.prot' in", Assert.Throws<SettingsException>(() => Read([])).Message, StringComparison.Ordinal);
        File.WriteAllText(Path.Combine(_folder, "peregrine.json"), "{\n\"listen\"");
        Assert.Contains("is no JSON: line 2.", Assert.Throws<SettingsException>(() => Read([])).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--oauth.google.client-id x --oauth.google.token-url http://provider.example/token", "oauth.google.token-url is an address that begins with https")]
    [InlineData("--oauth.github.client-id x --oauth.github.api-url nowhere", "oauth.github.api-url is an address that begins with https")]
    [InlineData("--oauth.github.client-id x --oauth.github.client-secret-file missing", "oauth.github.client-secret-file: ")]
    [InlineData("--public.url https://venue.example/under", "nothing behind them; not 'https://venue.example/under'")]
    [InlineData("--public.url ftp://venue.example", "public.url is http or https")]
    [InlineData("--mail.smtp.host mail.example", "mail.from is the e-mail address")]
    [InlineData("--mail.smtp.password=hunter22", "Set PEREGRINE_MAIL_SMTP_PASSWORD or --mail.smtp.password-file.")]
    [InlineData("--oauth.google.client-secret hunter22", "Set PEREGRINE_OAUTH_GOOGLE_CLIENTSECRET or")]
    public void Where_secrets_go_and_people_are_sent_is_checked(string line, string expected)
    {
        string message = Assert.Throws<SettingsException>(() => Read(line.Split(' '))).Message;
        Assert.Contains(expected, message, StringComparison.Ordinal);
        Assert.DoesNotContain("hunter22", message, StringComparison.Ordinal);
    }

    [Fact]
    public void Secrets_come_from_the_environment_or_from_files_of_their_own()
    {
        File.WriteAllText(Path.Combine(_folder, "github"), "from a file\n");
        ServerSettings settings = Read(
            ["--oauth.google.client-id=g", "--oauth.github.client-id=h", "--oauth.github.client-secret-file=github", "--oauth.github.api-url=http://127.0.0.1:1/api"],
            new Hashtable { ["PEREGRINE_OAUTH_GOOGLE_CLIENTSECRET"] = "from the environment" });
        Assert.Equal(["from the environment", "from a file"], settings.Providers.Select(static p => p.ClientSecret));
    }

    private ServerSettings Read(string[] arguments, Hashtable? environment = null) => SettingsReader.Read(arguments, environment ?? [], _folder);

    private static string Here([CallerFilePath] string here = "") => here;
}
