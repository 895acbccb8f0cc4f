using System.Globalization;
using System.Text;
using Catalog.Core.Values;
using FeatureStore.DuckDb.Tests.Support;
using FeatureStore.Model;
using FeatureStore.Ports;
using FeatureStore.Rows;
using FeatureStore.Windows;

namespace FeatureStore.DuckDb.Tests.Training;

/// <summary>A join of views of two kinds of keys, in files of the log and sorted ones, the last one with windows; and of a frame with keys that are unknown or missing.</summary>
internal static class ManyViews
{
    internal const int Count = 8;

    private static readonly FeatureView Activity = TestStore.View([JoinFixture.Int64], [JoinFixture.Text]) with
    {
        Name = "activity",
        Features =
        [
            new Feature { Name = "kind", Type = JoinFixture.Text, From = "kind" },
            Windowed("events", ScalarType.Int64, "count", null),
            Windowed("largest", ScalarType.Double, "max", "amount"),
            Windowed("kinds", ScalarType.String, "last_n", "kind"),
        ],
        Inputs = [new("amount", new DataType(ScalarType.Double)), new("kind", JoinFixture.Text)],
    };

    /// <summary>The join; always the same.</summary>
    internal static async Task<TrainingJoin> RequestAsync(JoinFixture fixture)
    {
        var random = new Random(11);
        var views = new List<TrainingJoinView>();
        for (var i = 0; i < Count; i++)
        {
            var view = i == Count - 1 ? Activity : TestStore.View(i % 2 == 0 ? [JoinFixture.Int64] : [JoinFixture.Int64, JoinFixture.Text], [JoinFixture.Int64, JoinFixture.Text, new(ScalarType.Bool)]) with
            {
                Name = $"view{i}",
                NullPolicy = i == 5 ? NullPolicy.NewestNonNull : NullPolicy.Newest,
            };
            var snapshot = await fixture.WriteAsync(view, [.. Rows(view, random, 0)], [.. Rows(view, random, 1_000_000)], [.. Rows(view, random, 2_000_000)]);
            snapshot = i % 3 == 0 ? snapshot : await fixture.MergeAsync(view, snapshot, i % 3 == 1 ? 3 : 2);
            string[] keys = view.Entities.Count == 1 ? ["key"] : ["key", "customer"];
            views.Add(new TrainingJoinView(view, snapshot, [.. view.Features.Select((feature, index) => (index, $"v{i}_{feature.Name}"))], keys));
        }

        return fixture.Request(await fixture.FrameAsync(Frame(random))) with { Views = views };
    }

    private static string Frame(Random random)
    {
        var frame = new StringBuilder("key,customer,t\n");
        for (var i = 0; i < 5_000; i++)
        {
            frame.Append(CultureInfo.InvariantCulture, $"{(i % 97 == 0 ? string.Empty : random.Next(60))},c{random.Next(4)},{new Instant(random.Next(1_000))}\n");
        }

        return frame.ToString();
    }

    private static IEnumerable<FeatureRow> Rows(FeatureView view, Random random, long firstSequence)
    {
        var columns = new ViewColumns(view);
        for (var i = 0; i < 2_500; i++)
        {
            Value[] key = [Value.Of((long)random.Next(50)), Value.Of($"c{random.Next(4)}")];
            var time = new Instant(random.Next(1_000));
            yield return new FeatureRow(key[..view.Entities.Count], time, time, firstSequence + i, [.. columns.All.Select(column => RandomValues.Next(random, column.Type))]);
        }
    }

    private static Feature Windowed(string name, ScalarType type, string function, string? of)
    {
        var window = TimeSpan.FromHours(1);
        return new Feature
        {
            Name = name,
            Type = new DataType(type, function == "last_n"),
            From = string.Empty,
            Aggregation = new Aggregation(function, of, Where: null, window, WindowedFeatures.DefaultHop(window), function == "last_n" ? 3 : null),
        };
    }
}
