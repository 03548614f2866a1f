namespace Peregrine.Tidy;

public class SmokeTests
{
    [Xunit.Fact]
    public void Ok() { }
}
