using Peregrine.Core;
using Peregrine.Identity;
using Peregrine.Sequencer;
using Peregrine.Sequencer.Journal;
using Peregrine.Server.Run;
using Peregrine.Server.Settings;

namespace Peregrine.Server.Admin;

/// <summary><c>peregrine admin …</c>: what is told of the API, and what operators do offline.</summary>
internal static class AdminCommand
{
    public static int Run(string[] args, TextWriter output, TextWriter errors)
    {
        try
        {
            switch (args)
            {
                case ["routes"]:
                    foreach (string line in Gateway.Gateway.RouteLines) output.WriteLine(line);
                    return RunCommand.Done;
                case ["openapi"]:
                    output.Write(Gateway.Gateway.OpenApi(VersionText.Number));
                    return RunCommand.Done;
                case ["options"]:
                    OptionsTable.Write(output);
                    return RunCommand.Done;
                case ["role", var person, var role, .. var rest]:
                    return GiveRole(person, role, SettingsReader.Read(rest, Environment.GetEnvironmentVariables(), Directory.GetCurrentDirectory()), output);
                default:
                    HelpText.Write(errors);
                    return RunCommand.BadUsage;
            }
        }
        catch (SettingsException e)
        {
            errors.WriteLine(e.Message);
            return RunCommand.BadUsage;
        }
        catch (Exception e) when (e is StorageException or JournalException or RecoveryException)
        {
            errors.WriteLine(e.Message);
            return RunCommand.Trouble;
        }
    }

    // The venue's lock is held meanwhile: a server that runs would not hear that sessions have ended.
    private static int GiveRole(string person, string role, ServerSettings settings, TextWriter output)
    {
        if (!long.TryParse(person, out long number)) throw new SettingsException($"'{person}' is no person's number; GET /api/v1/me tells it as personId.");
        if (!Enum.TryParse(role, ignoreCase: true, out Role wanted) || !Enum.IsDefined(wanted))
            throw new SettingsException($"'{role}' is no role. There are {string.Join(", ", Enum.GetNames<Role>().Select(r => char.ToLowerInvariant(r[0]) + r[1..]))}.");
        DataFolder folder = DataFolder.Open(settings.Folder);
        using VenueHost host = VenueHost.Start(new VenueOptions { Folder = folder.Journal, Sequencer = settings.Sequencer });
        using Registry registry = Registry.Open(folder.Identity, host.Port, new IdentityOptions { VenueId = host.VenueId }, TimeProvider.System);
        if (registry.People.Find(new PersonId(number)) is null) throw new SettingsException($"There is nobody of number {number}.");
        CommandReceipt told = host.Port.Submit([Command.Of(new GrantRole { Person = number, Role = (int)wanted })]).AsTask().GetAwaiter().GetResult();
        if (told.Code != RejectCode.None) throw new SettingsException($"The venue does not take it: {RejectText.Of(told.Code)}");
        if (registry.Roles.Set(new PersonId(number), wanted, caller: null) is { } refusal) throw new SettingsException(refusal.Text);
        output.WriteLine($"Person {number} is {char.ToLowerInvariant(wanted.ToString()[0])}{wanted.ToString()[1..]} from the next sign-in on.");
        return RunCommand.Done;
    }
}
