namespace Catalog.Architecture.Tests.Reading;

/// <summary>Fails with everything that breaks a rule at once, one line each.</summary>
internal static class Violations
{
    public static void None(string rule, IEnumerable<string> violations)
    {
        var lines = violations.ToList();
        if (lines.Count > 0)
        {
            Assert.Fail($"{rule}{Environment.NewLine}  {string.Join(Environment.NewLine + "  ", lines)}");
        }
    }
}
