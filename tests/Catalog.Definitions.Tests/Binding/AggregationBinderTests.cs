using System.Globalization;
using Catalog.Core.Values;
using Catalog.Definitions.Binding;
using Catalog.Definitions.Binding.Drafts;
using Catalog.Definitions.Tests.Testing;
using FeatureStore.Model;

namespace Catalog.Definitions.Tests.Binding;

public sealed class AggregationBinderTests
{
    [Theory]
    [InlineData("1h", "", "00:05:00")]
    [InlineData("12h", "", "00:05:00")]
    [InlineData("13h", "", "01:00:00")]
    [InlineData("12d", "", "01:00:00")]
    [InlineData("13d", "", "1.00:00:00")]
    [InlineData("30d", "", "1.00:00:00")]
    [InlineData("7d", ", hop: 6h", "06:00:00")]
    public void BindFile_Aggregate_IsReadWithItsHop(string window, string hop, string expected)
    {
        var view = Bind($"{{name: x, aggregate: percentile, of: price, where: \"price > 0\", n: 99.5, window: {window}{hop}}}");

        var length = Duration.TryParse(window, out var parsed) ? parsed : default;
        Assert.Equal(
            new Aggregation("percentile", "price", "price > 0", length, TimeSpan.Parse(expected, CultureInfo.InvariantCulture), 99.5), view.Features[2].Aggregation);
        Assert.Empty(view.Features[2].From);
    }

    [Theory]
    [InlineData("aggregate: count, window: 1h, from: price", "aggregate features[2].from", "The feature has both 'from' and 'aggregate'; it takes the newest value of 'price', or aggregates events.", "Remove 'from'")]
    [InlineData("aggregate: count", "missing-key features[2].window", "'features[2]' has no 'window'.", "Add 'window:' with a duration such as 1h or 7d.")]
    [InlineData("aggregate: cuont, window: 1h", "wrong-value features[2].aggregate", "There is no aggregate 'cuont'.", "Did you mean 'count'?")]
    [InlineData("aggregate: everything, window: 1h", "wrong-value features[2].aggregate", "There is no aggregate 'everything'.", "Legal are: count, sum, ")]
    [InlineData("aggregate: [count], window: 1h", "wrong-type features[2].aggregate", "'features[2].aggregate' must be a single text, not a list.", null)]
    [InlineData("aggregate: count, n: many, window: 1h", "wrong-type features[2].n", "'n' must be a number, not 'many'.", null)]
    [InlineData("aggregate: count, window: 99999999999d", "wrong-value features[2].window", "'window' is '99999999999d', which is too long.", "Write at most 10675199d.")]
    [InlineData("aggregate: count, window: an hour", "wrong-value features[2].window", "'window' is 'an hour', which is no duration.", "Write whole numbers")]
    [InlineData("aggregate: count, window: 1h, hop: 5", "wrong-value features[2].hop", "'hop' is '5', which is no duration.", "Write whole numbers")]
    [InlineData("aggregate: count, window: 0", "window features[2].window", "The window is '0'; it must be longer than nothing and no longer than '36500d'.", "Write a duration such as 1h or 7d.")]
    [InlineData("aggregate: count, window: 36501d", "window features[2].window", "The window is '36501d'; it must be longer than nothing and no longer than '36500d'.", "Write a duration")]
    [InlineData("aggregate: count, window: 1h, hop: 0", "window features[2].hop", "The hop is '0'; it must be at least '1s'.", "Remove 'hop' to take the default.")]
    [InlineData("aggregate: count, window: 1h, hop: 25m", "window features[2].hop", "The window '1h' is no multiple of its hop '25m'; the nearest that are: '50m' and '1h15m'.", "Write '50m' or '1h15m' as 'window', or 'hop: 5m'.")]
    [InlineData("aggregate: count, window: 1h, hop: 2h", "window features[2].hop", "The window '1h' is no multiple of its hop '2h'; the nearest that are: '2h'.", "Write '2h' as 'window', or 'hop: 1h'.")]
    [InlineData("aggregate: count, window: 25h30m", "window features[2].window", "The window '25h30m' is no multiple of its hop '1h', the default for its length; the nearest that are: '1d1h' and '1d2h'.", "Write '1d1h' or '1d2h' as 'window', or 'hop: 30m'.")]
    [InlineData("aggregate: count, window: 7m", "window features[2].window", "The window '7m' is no multiple of its hop '5m', the default for its length; the nearest that are: '5m' and '10m'.", "Write '5m' or '10m' as 'window', or 'hop: 1m'.")]
    [InlineData("aggregate: count, window: 365d1s", "window features[2].window", "The window '365d1s' is no multiple of its hop '1d', the default for its length; the nearest that are: '365d' and '366d'.", "Write '365d' or '366d' as 'window'.")]
    [InlineData("aggregate: count, window: 30d, hop: 1m", "window features[2].hop", "The window '30d' has 43,200 hops of '1m'; each key keeps a state for each, and at most 4,000 are legal.", "Write at least 'hop: 10m48s', or at most 'window: 2d18h40m'.")]
    public void BindFile_AggregateNotLegal_SaysWhereAndWhat(string keys, string expected, string message, string? fix)
    {
        var finding = Assert.Single(Findings.OfFile($"{Shop.View}\n  - {{name: x, {keys}}}\n"));

        Assert.Equal(expected, Findings.Show(finding).Split(' ', 2)[1]);
        Assert.Equal(message, finding.Message);
        Assert.StartsWith(fix ?? string.Empty, finding.Fix ?? string.Empty, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("of")]
    [InlineData("where")]
    [InlineData("window")]
    [InlineData("hop")]
    [InlineData("n")]
    public void BindFile_PartWithoutAnAggregate_IsReported(string key)
    {
        var finding = Assert.Single(Findings.OfFile($"{Shop.View}\n  - {{name: x, type: double, {key}: {(key == "n" ? "1" : "1h")}}}\n"));

        Assert.Equal($"missing-key features[2].{key}", Findings.Show(finding).Split(' ', 2)[1]);
    }

    [Theory]
    [InlineData("4000s", "1s")]
    [InlineData("36500d", "10d")]
    public void BindFile_AsManyTilesAsLegal_HasNoFindings(string window, string hop)
        => Assert.Empty(Findings.OfFile($"{Shop.View}\n  - {{name: x, aggregate: count, window: {window}, hop: {hop}}}\n"));

    [Theory]
    [InlineData("offline: false", "offline", "'x' aggregates events, but the view is not stored offline")]
    [InlineData("null_policy: newest_non_null", "null_policy", "'x' aggregates events, and a view with aggregates takes newest values from the newest row only.")]
    public void BindFile_ViewThatCannotHaveWindows_IsReportedAtTheKey(string line, string key, string message)
    {
        var text = $"{Shop.View}\n  - {{name: x, aggregate: count, window: 1h}}\n{line}\n";

        var finding = Assert.Single(Findings.OfFile(text));

        Assert.Equal($"windowed-view {key}", Findings.Show(finding).Split(' ', 2)[1]);
        Assert.StartsWith(message, finding.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("__late")]
    [InlineData("__in_price")]
    public void BindFile_NameOfAStoredColumn_IsReserved(string name)
        => Assert.Equal("reserved-name", Assert.Single(Findings.OfFile($"{Shop.View}\n  - {{name: {name}, aggregate: count, window: 1h}}\n")).Rule);

    private static FeatureView Bind(string feature)
    {
        var document = Assert.Single(DocumentBinder.BindFile("a.yaml", $"{Shop.View}\n  - {feature}\n"));
        Assert.Empty(document.Findings);
        return ((FeatureViewDraft)document.Draft!).View; // Bound without findings.
    }
}
