using Peregrine.Identity.People;

namespace Peregrine.Identity.Tests.People;

public class PasswordRulesTests
{
    [Theory]
    [InlineData("correct horse battery")]
    [InlineData("zehn Zeichen")]
    [InlineData("пароль длинный")]
    [InlineData("0123456798")]
    public void A_long_one_that_nobody_guesses_first_does(string password) => Assert.Null(Complaint(password));

    [Theory]
    [InlineData("nine char", "at least 10 characters")]
    [InlineData("aaaabbbbccccdddd", "at least 5 different")]
    [InlineData("Password123", "among the first")]
    [InlineData("QWERTYUIOP", "among the first")]
    [InlineData("i am lovelace!", "e-mail address")]
    [InlineData("LOVELACE@example.org", "e-mail address")]
    [InlineData("tab\tin a password", "no keyboard")]
    public void What_does_not_do_is_told_why(string password, string why) => Assert.Contains(why, Complaint(password));

    [Fact]
    public void The_length_holds_to_the_character()
    {
        Assert.Null(Complaint(string.Concat(Enumerable.Repeat("abcde", 40))));
        Assert.NotNull(Complaint(string.Concat(Enumerable.Repeat("abcde", 40)) + "f"));
    }

    private static string? Complaint(string password)
    {
        Assert.True(EmailAddress.TryParse("lovelace@example.org", out EmailAddress email));
        return PasswordRules.Complaint(password, email);
    }
}
