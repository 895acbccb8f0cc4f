using Catalog.Core.Model;
using Catalog.Core.Values;
using Ingestion.Model;

namespace Ingestion.Tests.Testing;

/// <summary>A source of orders under a contract that wants an id and wants it once.</summary>
internal static class Orders
{
    /// <summary>Repeated ids within and across batches of two, a missing id, a line that is no JSON and a text for a number.</summary>
    public const string Lines =
        """
        {"id":"a","at":"2026-01-01T00:00:00Z","amount":1}
        {"id":"b","at":"2026-01-01T00:00:01Z","amount":2}
        {"id":"a","at":"2026-01-01T00:00:02Z","amount":3}
        {"at":"2026-01-01T00:00:03Z","amount":4}
        {"id":"c","at":"2026-01-01T00:00:04Z","amount":"x"}
        {"id":"d","at":
        {"id":"b","at":"2026-01-01T00:00:06Z","amount":8}
        {"id":"e","at":"2026-01-01T00:00:07Z","amount":9}
        {"id":"f","at":"2026-01-01T00:00:08Z","amount":10}
        """;

    /// <summary>The source and its contract.</summary>
    public static FixedSources Sources(FileFormat format = FileFormat.Csv, bool acceptsPush = true, Contract? contract = null) => new(
        new Source
        {
            Name = "orders",
            Version = 1,
            Domain = "sales",
            Owner = "sales-team",
            Format = format,
            Contract = "orders",
            TimestampColumn = "at",
            AcceptsPush = acceptsPush,
            Columns = [Column("id", ScalarType.String), Column("at", ScalarType.Timestamp), Column("amount", ScalarType.Int64)],
        },
        contract ?? Contract(new ContractProperty { Name = "id", Required = true, Unique = true }));

    /// <summary>A source of orders with the times by which they are due and at which they were entered.</summary>
    public static FixedSources SourcesWithTimes() => new(
        new Source
        {
            Name = "orders",
            Version = 1,
            Domain = "sales",
            Owner = "sales-team",
            Format = FileFormat.Csv,
            TimestampColumn = "at",
            Columns = [Column("id", ScalarType.String), Column("at", ScalarType.Timestamp), Column("due", ScalarType.Timestamp), Column("entered", ScalarType.Timestamp)],
        },
        Contract());

    /// <summary>A contract of the orders.</summary>
    public static Contract Contract(params ContractProperty[] properties) => new()
    {
        Name = "orders", Id = "orders", Version = "1.0.0", ApiVersion = "v3.1.0", Schema = [new ContractObject("orders", null, properties)],
    };

    private static SourceColumn Column(string name, ScalarType type) => new() { Name = name, From = name, Type = new DataType(type) };
}
