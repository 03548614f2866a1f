using Peregrine.Core;
using Peregrine.Identity.Accounts;

namespace Peregrine.Identity.Tests.World;

/// <summary>Lets a story be cut short at every commit and behind every command, and goes on from what lies on the disk and in the engine then.</summary>
internal static class CrashEverywhere
{
    /// <param name="before">What had happened and is on the disk.</param>
    /// <param name="story">What is cut short. It need not notice: what it does after the crash reaches neither disk nor engine.</param>
    /// <param name="after">What must be true when the venue has started again and resumed.</param>
    /// <param name="welcome">What new accounts are given.</param>
    /// <returns>How many places to crash there were.</returns>
    public static async Task<int> Run(Func<Home, Task> before, Func<Home, Task> story, Func<Home, Task> after, IWelcome? welcome = null)
    {
        for (int step = 1; ; step++)
        {
            string left = Directory.CreateTempSubdirectory("peregrine-identity-left-").FullName;
            using var home = new Home(welcome: welcome);
            await before(home);
            ArmAt(home, step, left);
            await story(home);
            bool crashed = home.Port.Answers is not null;
            home.Port.Answers = null;
            home.Port.AfterCommand = null;
            if (!crashed)
            {
                Directory.Delete(left, recursive: true);
                return step - 1;
            }
            using var again = new Home(welcome: welcome, port: home.Port, time: home.Time, folder: left);
            Assert.Equal(0, await again.Registry.Resume());
            await after(again);
        }
    }

    private static void ArmAt(Home home, int step, string left)
    {
        int steps = 0;
        home.Registry.Database.AfterCommit = Step;
        home.Port.AfterCommand = Step;

        void Step()
        {
            if (++steps != step) return;
            home.CopyTo(left);
            home.Port.Answers = RejectCode.InDoubt;
        }
    }
}
