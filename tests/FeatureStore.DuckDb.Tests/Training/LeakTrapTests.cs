using System.Globalization;
using System.IO.Compression;
using System.Text.Json.Nodes;
using Catalog.Core.Values;
using FeatureStore.DuckDb.Tests.Support;
using FeatureStore.Model;
using FeatureStore.Rows;
using FeatureStore.Serving;
using FeatureStore.TrainingSets;

namespace FeatureStore.DuckDb.Tests.Training;

/// <summary>
/// The trap of the help desk's file: <c>resolved_at</c>, <c>closed_at</c> and <c>made_sla</c> hold the end of a ticket in every row, also in the first one. A careless view makes features of them.
/// The file was written when the tickets were closed, so that a row with the end arrived then, although its event time is that of the change.
/// </summary>
public sealed class LeakTrapTests
{
    private const int TicketCount = 200;

    private static readonly Entity Ticket = new() { Name = "ticket", JoinKey = "number", Type = new DataType(ScalarType.String), Domain = "helpdesk", Owner = "desk" };

    private static readonly FeatureView Careless = new()
    {
        Name = "careless",
        Version = 1,
        Domain = "helpdesk",
        Owner = "desk",
        Source = "incidents",
        TimestampColumn = "sys_updated_at",
        Entities = [Ticket],
        Features = [Feature("resolved_at", ScalarType.Timestamp), Feature("closed_at", ScalarType.Timestamp), Feature("made_sla", ScalarType.Bool), Feature("state", ScalarType.String)],
    };

    private static readonly string[] Features = ["careless:resolved_at", "careless:closed_at", "careless:made_sla", "careless:state"];

    [Fact]
    public async Task Training_AsKnownAtTheTimeOfEachRow_GivesNothingOfTheFuture()
    {
        var changes = Read();
        await using var both = new OnDemandServedAndTrained(Careless);
        await both.WriteAsync(Careless, Log(changes));
        both.Clock.Set(new DateTimeOffset(changes.Max(static change => change.End).ToDateTime(), TimeSpan.Zero) + TimeSpan.FromDays(1));
        await both.StartAsync();
        var rows = changes.Select(static change => new JsonObject { ["number"] = change.Number, ["event_timestamp"] = change.Updated.ToString() }).ToList();

        var careless = await both.TrainAsync(Features, rows);
        var careful = await both.TrainAsync(Features, rows, asKnownAtEntityTime: true);

        // Without the rule a row of the first minute knows the end of its ticket.
        Assert.Contains(careless.Rows, static row => !row[2].IsNull && row[2].AsInstant() > row[1].AsInstant());
        Assert.All(careless.Rows, static row => Assert.False(row[4].IsNull));

        Assert.All(careful.Rows.Zip(changes), static pair =>
        {
            var (row, change) = pair;
            var isKnown = change.Updated >= change.End;
            Assert.Equal((isKnown, isKnown, isKnown), (!row[2].IsNull, !row[3].IsNull, !row[4].IsNull));
        });
        Assert.All(careful.Rows, static row => Assert.False(row[5].IsNull));
        Assert.Contains(careful.Rows, static row => row[4].IsNull);
    }

    [Fact]
    public async Task Lookup_BeforeTheEndArrived_GivesNothingOfIt()
    {
        var change = Read()[0];
        await using var both = new OnDemandServedAndTrained(Careless);
        await both.WriteAsync(Careless, [Log([change])[0]]);

        var answer = await both.ServeAsync(change.Updated, Features, [new EntityColumn("number", [Value.Of(change.Number)])]);

        Assert.Equal([FieldStatus.NullValue, FieldStatus.NullValue, FieldStatus.NullValue, FieldStatus.Present], answer.Columns.Skip(1).Select(static column => column.Statuses[0]));
    }

    /// <summary>Each change as it was when it happened, and, when all was over for its ticket, once more with the end.</summary>
    private static List<FeatureRow> Log(IReadOnlyList<Change> changes)
    {
        var rows = changes.Select(static change => (Arrival: change.Updated, Row: RowOf(change, change.Updated, isClosed: false)))
            .Concat(changes.Select(static change => (Arrival: change.End, Row: RowOf(change, change.End, isClosed: true))));
        return [.. rows.OrderBy(static entry => entry.Arrival).Select(static (entry, sequence) => entry.Row with { Sequence = sequence })];
    }

    private static FeatureRow RowOf(Change change, Instant arrival, bool isClosed) => new(
        [Value.Of(change.Number)], change.Updated, arrival, 0,
        [
            isClosed && change.Resolved is { } resolved ? Value.Of(resolved) : Value.Null, isClosed ? Value.Of(change.Closed) : Value.Null, isClosed ? Value.Of(change.MadeSla) : Value.Null,
            Value.Of(change.State),
        ]);

    /// <summary>The changes of the first tickets that have an end, in the order of the file.</summary>
    private static List<Change> Read()
    {
        using var file = File.OpenRead(Directory.GetFiles(Path.Combine(RootOf(AppContext.BaseDirectory), "samples", "helpdesk", "data"), "*.csv.gz").Single());
        using var reader = new StreamReader(new GZipStream(file, CompressionMode.Decompress));
        var header = reader.ReadLine()!.Split(','); // The file has a header.
        string Field(string[] fields, string name) => fields[Array.IndexOf(header, name)];
        var changes = new List<Change>();
        var tickets = new HashSet<string>();
        while (reader.ReadLine() is { } line)
        {
            var fields = line.Split(',');
            Assert.Equal(header.Length, fields.Length);
            if (TimeOf(Field(fields, "closed_at")) is not { } closed || (tickets.Add(Field(fields, "number")) && tickets.Count > TicketCount))
            {
                continue;
            }

            changes.Add(new Change(
                Field(fields, "number"), TimeOf(Field(fields, "sys_updated_at"))!.Value, TimeOf(Field(fields, "resolved_at")), closed, Field(fields, "made_sla") == "true", Field(fields, "incident_state")));
        }

        return [.. changes.Where(static change => change.Resolved is not null).GroupBy(static change => change.Number).SelectMany(static ticket =>
        {
            var last = ticket.Max(static change => change.Updated);
            return ticket.Select(change => change with { End = change.Closed > last ? change.Closed : last });
        })];
    }

    private static string RootOf(string folder) => File.Exists(Path.Combine(folder, "Catalog.sln")) ? folder : RootOf(Path.GetDirectoryName(folder) ?? throw new InvalidOperationException("The repository is not above the tests."));

    private static Instant? TimeOf(string text)
        => text == "?" ? null : Instant.From(DateTimeOffset.ParseExact(text, "d/M/yyyy HH:mm", CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal));

    private static Feature Feature(string name, ScalarType type) => new() { Name = name, Type = new DataType(type), From = name };

    private sealed record Change(string Number, Instant Updated, Instant? Resolved, Instant Closed, bool MadeSla, string State)
    {
        /// <summary>When nothing more happens to the ticket.</summary>
        public Instant End { get; init; }
    }
}
