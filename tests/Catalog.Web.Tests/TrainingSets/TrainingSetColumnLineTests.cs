using Catalog.Core.Values;
using Catalog.Web.TrainingSets;
using FeatureStore.Model;
using FeatureStore.Ports;
using FeatureStore.TrainingSets;
using static Catalog.Web.Tests.Http.OnlineFeaturesServer;

namespace Catalog.Web.Tests.TrainingSets;

public sealed class TrainingSetColumnLineTests
{
    private static readonly FeatureView Profile = View("profile", [Entity("customer_id", ScalarType.Int64)], TimeSpan.Zero, ("spend", ScalarType.Double));

    private static readonly TrainingSetOutline Outline = new(
        [new TrainingSetKey("customer_id", new DataType(ScalarType.Int64))], [new TrainingSetFeature("spend", Profile, Profile.Features[0])]);

    [Fact]
    public void Of_FeaturesAtTheEnd_AreKnown()
        => Assert.Equal(
            ["customer_id: join key", "event_timestamp: time of the row", "label: passed through", "spend: profile"],
            TrainingSetColumnLine.Of(Set("customer_id", "event_timestamp", "label", "spend"), Outline).Select(Write));

    [Fact]
    public void Of_DefinitionsThatChangedSince_SayNoMoreThanIsKnown()
        => Assert.Equal(
            ["customer_id: join key", "event_timestamp: time of the row", "spend: not known any more", "visits: not known any more"],
            TrainingSetColumnLine.Of(Set("customer_id", "event_timestamp", "spend", "visits"), Outline).Select(Write));

    private static string Write(TrainingSetColumnLine line) => $"{line.Column.Name}: {line.From?.View.Name ?? line.Origin}";

    private static TrainingSet Set(params string[] columns) => new()
    {
        Id = Guid.Empty,
        Name = "set",
        Definition = new TrainingSetDefinition { FeatureService = "service" },
        State = TrainingSetState.Completed,
        CreatedAt = new Instant(0),
        Columns = [.. columns.Select(static name => new TableColumn(name, new DataType(ScalarType.String)))],
    };
}
