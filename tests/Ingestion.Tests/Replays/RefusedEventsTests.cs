using System.Text;
using Catalog.Core.Values;
using FeatureStore.Ports;
using Ingestion.Formats;
using Ingestion.Model;
using Ingestion.Ports;
using Ingestion.Replays;
using Ingestion.Tests.Testing;
using Microsoft.Extensions.Options;

namespace Ingestion.Tests.Replays;

/// <summary>The quarantine is searched for the events of an entity, and loses these and no others.</summary>
public sealed class RefusedEventsTests
{
    private static readonly Source Sales = new()
    {
        Name = "sales",
        Version = 2,
        Domain = "shop",
        Owner = "crew",
        Format = FileFormat.Csv,
        NullValues = ["NULL"],
        TimestampColumn = "at",
        Columns =
        [
            new SourceColumn { Name = "customer", From = "Customer ID", Type = new DataType(ScalarType.Int64), Conversion = Conversion.WholeFromDecimal },
            new SourceColumn { Name = "shop", From = "shop", Type = new DataType(ScalarType.String), Conversion = Conversion.Trim },
            new SourceColumn { Name = "at", From = "at", Type = new DataType(ScalarType.Timestamp) },
        ],
    };

    private static readonly Source Former = Sales with { Version = 1, Columns = [Sales.Columns[0] with { From = "cust" }, .. Sales.Columns.Skip(1)] };

    private readonly MemoryQuarantine _quarantine = new();
    private long _record;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(OriginKind.CsvFile, "12,x,soon", true)]
    [InlineData(OriginKind.CsvFile, "12.0,x,soon", true)]
    [InlineData(OriginKind.CsvFile, "\"12\",x,soon", true)]
    [InlineData(OriginKind.CsvFile, "112,x,12", false)]
    [InlineData(OriginKind.CsvFile, "NULL,12,12", false)]
    [InlineData(OriginKind.CsvFile, "x12,12,12", false)]
    [InlineData(OriginKind.CsvFile, "\"12,x,soon", null)]
    [InlineData(OriginKind.CsvFile, "12,x", null)]
    [InlineData(OriginKind.Push, """{"customer": 12, "at": "soon"}""", true)]
    [InlineData(OriginKind.Push, """{"Customer ID": 12}""", false)]
    [InlineData(OriginKind.Push, """{"customer": 12""", null)]
    [InlineData(OriginKind.Push, """{"shop": {"customer": 12}}""", false)]
    [InlineData(OriginKind.NdjsonFile, """{"Customer ID": 12}""", true)]
    [InlineData(OriginKind.NdjsonFile, """{"cust": 12}""", true)]
    [InlineData(OriginKind.NdjsonFile, """{"customer": 12}""", false)]
    [InlineData(OriginKind.ParquetFile, """{"Customer ID": 12}""", true)]
    [InlineData(OriginKind.Topic, """{"Customer ID": 12}""", true)]
    [InlineData(OriginKind.Topic, "12", null)]
    public async Task FindAsync_AnyKind_ReadsTheKeyAsTheSourceDoes(OriginKind kind, string raw, bool? expected)
    {
        await AddAsync(kind, raw);

        var found = await Open(Former, Sales).FindAsync("sales", [[new KeyPart("customer", Value.Of(12L))]], Token);

        Assert.Equal((expected == true ? 1 : 0, expected is null ? 1L : 0), (found.Ids.Count, found.Unreadable));
    }

    [Fact]
    public async Task FindAsync_RecordThatWasCut_IsNotTakenForAWholeOne()
    {
        await AddAsync(OriginKind.CsvFile, "12,x,soon", new Violation(EventRules.Malformed, null, null, RecordDamage.TooLong(10)));

        var found = await Open(Sales).FindAsync("sales", [[new KeyPart("customer", Value.Of(12L))]], Token);

        Assert.Equal((0, 1L), (found.Ids.Count, found.Unreadable));
    }

    [Fact]
    public async Task FindAsync_SourceThatIsGone_LeavesEverythingUnread()
    {
        await AddAsync(OriginKind.Push, """{"customer": 12}""");

        Assert.Equal(1, (await Open(Sales with { Name = "other" }).FindAsync("sales", [[new KeyPart("customer", Value.Of(12L))]], Token)).Unreadable);
    }

    [Fact]
    public async Task FindAsync_RegistryOfSchemasAway_IsToldAndAskedOnce()
    {
        var away = new AwayFormat();
        await AddAsync(OriginKind.Topic, "a");
        await AddAsync(OriginKind.Topic, "b");
        await AddAsync(OriginKind.Push, """{"customer": 12}""");

        var found = await Open(away, Sales).FindAsync("sales", [[new KeyPart("customer", Value.Of(12L))]], Token);

        Assert.Equal((1, 2L, 1), (found.Ids.Count, found.Unreadable, away.Asked));
    }

    [Fact]
    public async Task RemoveAsync_WhatWasFound_LeavesTheOthersInEveryState()
    {
        var random = new Random(3);
        for (var i = 0; i < 1_300; i++)
        {
            var (customer, shop) = (random.Next(8), random.Next(3));
            await (random.Next(3) switch
            {
                0 => AddAsync(OriginKind.CsvFile, $"{customer},s{shop},soon"),
                1 => AddAsync(OriginKind.Push, $$"""{"customer": {{customer}}, "shop": "s{{shop}}"}"""),
                _ => AddAsync(OriginKind.NdjsonFile, $$"""{"Customer ID": {{customer}}, "shop": " s{{shop}} "}"""),
            });
        }

        var before = _quarantine.All;
        await _quarantine.SetReplayedAsync([.. before.Where(static item => item.Id % 3 == 0).Select(static item => item.Id)], new Instant(1), null, Token);
        await _quarantine.DismissAsync(new QuarantineFilter { Ids = [.. before.Where(static item => item.Id % 3 == 1).Select(static item => item.Id)] }, new Instant(1), null, Token);
        var refused = Open(Sales);

        var pair = await refused.FindAsync("sales", [[new KeyPart("customer", Value.Of(3L)), new KeyPart("shop", Value.Of("s1"))]], Token);
        await refused.RemoveAsync(pair.Ids, Token);
        Assert.Equal(before.Where(static item => !(Has(item, 3) && Text(item).Contains("s1", StringComparison.Ordinal))).Select(static item => item.Id).Order(), _quarantine.All.Select(static item => item.Id).Order());

        var whole = await refused.FindAsync("sales", [[new KeyPart("customer", Value.Of(3))], [new KeyPart("customer", Value.Of(5L))]], Token);
        await refused.RemoveAsync(whole.Ids, Token);
        Assert.Equal(before.Where(static item => !Has(item, 3) && !Has(item, 5)).Select(static item => item.Id).Order(), _quarantine.All.Select(static item => item.Id).Order());
        Assert.Equal(0, pair.Unreadable + whole.Unreadable);

        static bool Has(QuarantinedEvent item, int customer) => Text(item).Split(',')[0].Split(':')[^1].Trim() == $"{customer}";
        static string Text(QuarantinedEvent item) => Encoding.UTF8.GetString(item.Raw.Span);
    }

    [Fact]
    public void SourceOf_SourceMadeOfOthers_IsTheFirstOfThem()
    {
        var refused = new RefusedEvents(new ManySources(Sales, Sales with { Name = "rich", From = "sales" }, Sales with { Name = "richer", From = "rich" }), _quarantine, Readers(new JsonPayloads()));

        Assert.Equal(["sales", "sales", "sales", "unknown"], new[] { "sales", "rich", "richer", "unknown" }.Select(refused.SourceOf));
    }

    private static RecordReaderFactory Readers(IPayloadFormat format) => new(FakeTable.Empty, [format], Options.Create(new IngestionOptions()));

    private RefusedEvents Open(params Source[] versions) => Open(new JsonPayloads(), versions);

    private RefusedEvents Open(IPayloadFormat format, params Source[] versions) => new(new VersionedSources(versions), _quarantine, Readers(format));

    private Task AddAsync(OriginKind kind, string raw, Violation? violation = null)
    {
        var origin = new QuarantineOrigin
        {
            Source = "sales", Fingerprint = kind.ToString(), Kind = kind, Name = "some", Header = ["Customer ID", "shop", "at"], Topic = kind == OriginKind.Topic ? new SourceTopic { Name = "sales" } : null,
        };
        return _quarantine.AddAsync(
            origin,
            [
                new QuarantinedEvent
                {
                    Origin = origin,
                    RecordNumber = ++_record,
                    LineNumber = 1,
                    ByteOffset = 0,
                    Raw = Encoding.UTF8.GetBytes(raw),
                    Violations = [violation ?? new Violation("type:at", "at", null, "It is no time.")],
                    ArrivalTime = new Instant(1),
                    RunId = Guid.CreateVersion7(),
                },
            ],
            Token);
    }

    /// <summary>Payloads that nobody can read now.</summary>
    private sealed class AwayFormat : IPayloadFormat, IPayloadDecoder
    {
        public int Asked { get; private set; }

        public PayloadFormat Format => PayloadFormat.Json;

        public IPayloadDecoder Open(SourceTopic topic, IReadOnlyList<string> names) => this;

        public ValueTask DecodeAsync(FeedRecord record, ReadOnlyMemory<byte> payload, PayloadFields fields, CancellationToken cancellationToken)
        {
            Asked++;
            throw new IngestionException(IngestionErrorCode.SourceNotFound, "The registry is away.");
        }
    }
}
