using Catalog.Core.Values;
using Catalog.Web.TrainingSets;
using FeatureStore.Model;
using FeatureStore.Ports;
using FeatureStore.TrainingSets;

namespace Catalog.Web.Tests.TrainingSets;

public sealed class TrainingSetColumnLineTests
{
    private static readonly TrainingSetOutline Outline = new(
        [new TrainingSetKey("customer_id", new DataType(ScalarType.Int64))],
        [new TrainingSetRequestValue("basket", new DataType(ScalarType.Double), "check")],
        [new TrainingSetFeature("spend", "profile", "d", IsOnDemand: false, "spend", new DataType(ScalarType.Double), null)]);

    [Fact]
    public void Of_FeaturesAtTheEnd_AreKnown()
        => Assert.Equal(
            ["customer_id: join key", "event_timestamp: time of the row", "label: passed through", "basket: request value", "spend: profile"],
            TrainingSetColumnLine.Of(Set("customer_id", "event_timestamp", "label", "basket", "spend"), Outline).Select(Write));

    [Fact]
    public void Of_DefinitionsThatChangedSince_SayNoMoreThanIsKnown()
        => Assert.Equal(
            ["customer_id: join key", "event_timestamp: time of the row", "spend: not known any more", "visits: not known any more"],
            TrainingSetColumnLine.Of(Set("customer_id", "event_timestamp", "spend", "visits"), Outline).Select(Write));

    private static string Write(TrainingSetColumnLine line) => $"{line.Column.Name}: {line.From?.View ?? line.Origin}";

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
