using System.Buffers;
using Catalog.Core.Model;
using Catalog.Core.Values;
using FeatureStore.Model;
using Ingestion.Events;
using Ingestion.Model;
using Ingestion.Pipelines;
using Ingestion.Ports;
using Ingestion.Tests.Testing;

namespace Ingestion.Tests.Pipelines;

public sealed class EventProjectorTests
{
    private static readonly Contract NoContract = new() { Name = "none", Id = "none", Version = "1", ApiVersion = "v3.1.0" };

    private static readonly FeatureView View = TestPipeline.View() with
    {
        Features =
        [
            new Feature { Name = "plain", Type = new(ScalarType.Double), From = "amount" },
            new Feature
            {
                Name = "computed", Type = new(ScalarType.Double), From = "coalesce(amount, 0) * 2 + marked",
                Reads = [new ViewInput("amount", new(ScalarType.Double)), new ViewInput("marked", new(ScalarType.Double))],
            },
            new Feature { Name = "marked", Type = new(ScalarType.Double), From = "marked" },
        ],
    };

    [Theory]
    [InlineData(1.5, 10.0, 13.0)]
    [InlineData(null, 10.0, 10.0)]
    [InlineData(1.5, null, null)]
    public void Project_Expression_IsComputedFromTheColumnsOfTheEvent(double? amount, double? marked, double? expected)
    {
        var row = Project(TestPipeline.Source, [Value.Of(7L), Value.Of(new Instant(5)), ValueOf(amount), ValueOf(marked)]);

        Assert.Equal([ValueOf(amount), ValueOf(expected), ValueOf(marked)], row);
    }

    [Fact]
    public void Project_ColumnThatHadAnotherType_IsNull()
    {
        var source = TestPipeline.Source with { Columns = [.. TestPipeline.Source.Columns.Select(static column => column.Name == "amount" ? column with { Type = new(ScalarType.Int64) } : column)] };

        var row = Project(source, [Value.Of(7L), Value.Of(new Instant(5)), Value.Of(3L), Value.Of(1.0)]);

        Assert.Equal([Value.Null, Value.Of(1.0), Value.Of(1.0)], row);
    }

    private static Value ValueOf(double? number) => number is { } given ? Value.Of(given) : Value.Null;

    private static Value[] Project(Source source, Value[] values)
    {
        var payload = EventPayload.Encode(new ArrayBufferWriter<byte>(), 1, EventTargets.Both, values);
        return new EventProjector(View, new FixedSources(source, NoContract)).Project(new LogRecord(0, default, default, payload), out _)!.Value.Values; // Key and time are there.
    }
}
