using Catalog.Definitions.Binding;

namespace Catalog.Definitions.Tests.Binding;

public sealed class NearNameTests
{
    [Theory]
    [InlineData("unit_prize", "unit_price")]
    [InlineData("unitprice", "unit_price")]
    [InlineData("UNIT-PRICE", "unit_price")]
    [InlineData("untiprice", "unit_price")]
    [InlineData("country", "country")]
    [InlineData("x", null)]
    [InlineData("", null)]
    [InlineData("completely_else", null)]
    public void Find_Word_GivesTheNearestOrNothing(string word, string? expected)
        => Assert.Equal(expected, NearName.Find(word, ["country", "unit_price", "quantity"]));

    [Fact]
    public void Find_AnyPair_AgreesWithAPlainDistance()
    {
        for (var seed = 0; seed < 3_000; seed++)
        {
            var random = new Random(seed);
            var (left, right) = (Word(random), Word(random));

            var found = NearName.Find(left, [right]);

            Assert.True((found is not null) == (Distance(left, right) <= Math.Max(1, left.Length / 3)), $"{left} {right} {found}");
        }
    }

    private static string Word(Random random) => string.Concat(Enumerable.Range(0, random.Next(8)).Select(_ => (char)('a' + random.Next(3))));

    // Straight from the definition of the optimal string alignment distance.
    private static int Distance(string a, string b)
    {
        if (a.Length == 0 || b.Length == 0)
        {
            return a.Length + b.Length;
        }

        var best = Math.Min(Distance(a[..^1], b), Distance(a, b[..^1])) + 1;
        best = Math.Min(best, Distance(a[..^1], b[..^1]) + (a[^1] == b[^1] ? 0 : 1));
        return a.Length > 1 && b.Length > 1 && a[^1] == b[^2] && a[^2] == b[^1] ? Math.Min(best, Distance(a[..^2], b[..^2]) + 1) : best;
    }
}
