using Catalog.Core.Values;
using FeatureStore.Rows;
using FeatureStore.Serving;
using FeatureStore.Tests.Windows;

namespace FeatureStore.Tests.Serving;

public sealed class WindowLookupTests : IAsyncDisposable
{
    private static readonly string[] Everything = [.. ActivityLog.View.Features.Select(static feature => $"activity:{feature.Name}")];

    private readonly ServingFixture _fixture = new();

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public async Task GetAsync_AsTimePasses_GivesTheNaiveValuesOfThatMoment(int seed)
    {
        var log = ActivityLog.Random(new Random(seed), 600);
        var newest = log.Max(static row => row.EventTime);
        await _fixture.WriteAsync(ActivityLog.View, Copies(log), newest);

        foreach (var later in new[] { 0, 1, 59, 61, 24 * 60, 7 * 24 * 60, 31 * 24 * 60 })
        {
            var now = newest + TimeSpan.FromMinutes(later);
            _fixture.Clock.Set(new DateTimeOffset(now.ToDateTime(), TimeSpan.Zero));
            var columns = (await _fixture.GetAsync(Everything, ("id", ServingFixture.Ids(0, 1, 2, 3, 99)))).Columns.Skip(1).ToList();
            for (var key = 0; key < 4; key++)
            {
                var (values, counts) = ActivityLog.Naive(log, key, now.UnixMicroseconds);
                for (var feature = 1; feature < values.Length; feature++)
                {
                    Naive.AssertSame(values[feature], columns[feature].Values[key], ActivityLog.View.Features[feature].Aggregation!.Function, counts[feature]); // Only the first has none.
                }
            }

            Assert.All(columns, static column => Assert.Equal(FieldStatus.NotFound, column.Statuses[4]));
            Assert.Equal(FieldStatus.Present, columns[1].Statuses[0]);
        }
    }

    [Fact]
    public async Task GetAsync_ValuesOlderThanTheTtl_WindowsHaveTheirOwnAge()
    {
        var view = ActivityLog.View with { Ttl = TimeSpan.FromMinutes(5) };
        var log = ActivityLog.Random(new Random(1), 50, keys: 1);
        var newest = log.Max(static row => row.EventTime);
        await _fixture.WriteAsync(view, Copies(log), newest + TimeSpan.FromHours(2));

        var columns = (await _fixture.GetAsync(["activity:kind", "activity:buys_1h"], ("id", ServingFixture.Ids(0)))).Columns;

        Assert.Equal([FieldStatus.OutsideMaxAge, FieldStatus.Present], columns.Skip(1).Select(static column => column.Statuses[0]));
        Assert.Equal(Value.Of(0L), columns[2].Values[0]);
    }

    /// <summary>The writer marks late rows in place.</summary>
    private static FeatureRow[] Copies(List<FeatureRow> log) => [.. log.Select(static row => row with { Values = [.. row.Values] })];

    public ValueTask DisposeAsync() => _fixture.DisposeAsync();
}
