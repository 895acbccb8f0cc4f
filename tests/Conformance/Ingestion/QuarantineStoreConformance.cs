using System.Globalization;
using System.Text;
using Catalog.Core.Values;
using Ingestion.Events;
using Ingestion.Model;
using Ingestion.Ports;

namespace Conformance.Ingestion;

/// <summary>What every quarantine must do.</summary>
public abstract class QuarantineStoreConformance : IAsyncLifetime
{
    private static readonly Guid FirstRun = new("018f0000-0000-7000-8000-000000000001");
    private static readonly Guid SecondRun = new("018f0000-0000-7000-8000-000000000002");

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    protected IQuarantineStore Store { get; private set; } = null!; // Set before each test.

    public async ValueTask InitializeAsync() => Store = await OpenAsync();

    public virtual ValueTask DisposeAsync() => ValueTask.CompletedTask;

    protected abstract ValueTask<IQuarantineStore> OpenAsync();

    [Fact]
    public async Task AddAsync_Events_ComeBackWhole()
    {
        var refused = Refused("a", 7, "1,\0,x", "required:customer_id", "minimum:quantity");
        await AddAsync("a", refused);

        var stored = Assert.Single((await Store.GetPageAsync(new(), null, 10, Token)).Events);

        Assert.Equal(refused.Raw.ToArray(), stored.Raw.ToArray());
        Assert.Equal(refused.Violations, stored.Violations);
        Assert.Equal(refused.Origin.Header, stored.Origin.Header);
        Assert.Equal((OriginKind.CsvFile, ';', EventTargets.Online), (stored.Origin.Kind, stored.Origin.Delimiter, stored.Origin.Targets));
        Assert.Equal((7, 8, 70, FirstRun, refused.ArrivalTime, refused.EventTime), (stored.RecordNumber, stored.LineNumber, stored.ByteOffset, stored.RunId, stored.ArrivalTime, stored.EventTime));
        Assert.Equivalent(stored.Violations, (await Store.FindAsync(stored.Id, Token))!.Violations);
    }

    [Fact]
    public async Task GetPageAsync_LongRecord_HasItsBeginningCutBetweenCharacters()
    {
        var text = new string('x', IQuarantineStore.ListedBytes - 1) + "ééé";
        await AddAsync("a", Refused("a", 1, text, "malformed"), Refused("a", 2, "short", "malformed"));

        var page = await Store.GetPageAsync(new(), null, 10, Token);

        Assert.Equal(["short", new string('x', IQuarantineStore.ListedBytes - 1)], page.Events.Select(static item => Encoding.UTF8.GetString(item.Raw.Span)));
        Assert.Equal([(5, true), (IQuarantineStore.ListedBytes + 5, false)], page.Events.Select(static item => (item.RawLength, item.IsWhole)));
        Assert.Equal(text, Encoding.UTF8.GetString((await Store.FindAsync(page.Events[1].Id, Token))!.Raw.Span));
    }

    [Fact]
    public async Task ReadAsync_RecordsOfManyBytes_GivesSomeAtATimeAndAllOfThem()
    {
        var text = new string('y', 6 << 20);
        await AddAsync("a", [.. Enumerable.Range(1, 5).Select(record => Refused("a", record, text, "malformed"))]);

        var counts = new List<int>();
        var records = new List<long>();
        for (var last = 0L; await Store.ReadAsync(new(), last, 100, Token) is { Count: > 0 } events; last = events[^1].Id)
        {
            counts.Add(events.Count);
            records.AddRange(events.Select(static item => item.RecordNumber));
        }

        Assert.Equal([1L, 2, 3, 4, 5], records);
        Assert.InRange(counts.Count, 2, 5);
        Assert.Equal(5, (await Store.GetPageAsync(new(), null, 10, Token)).Events.Count);
    }

    [Fact]
    public async Task AddAsync_Again_MakesNoSecondOneAndTakesTheNewReasons()
    {
        await AddAsync("a", Refused("a", 1, "x", "required:customer_id"), Refused("a", 2, "y", "required:customer_id"));
        await AddAsync("a", Refused("a", 2, "y", "minimum:quantity") with { RunId = SecondRun }, Refused("a", 3, "z", "minimum:quantity"));

        Assert.Equal(3, await Store.CountAsync(new(), Token));
        Assert.Equal(
            [new RuleCount("a", "minimum:quantity", 2), new RuleCount("a", "required:customer_id", 1)], await Store.CountByRuleAsync(new(), Token));
    }

    [Fact]
    public async Task RemoveFromAsync_OnlyOpenOnesOfTheRunFromTheRecordOn()
    {
        await AddAsync("a", Refused("a", 1, "x", "r"), Refused("a", 2, "y", "r"), Refused("a", 3, "z", "r") with { RunId = SecondRun });
        await AddAsync("b", Refused("b", 2, "y", "r"));
        await Store.RemoveFromAsync("a", "print-a", FirstRun, 2, Token);

        Assert.Equal([("a", 1), ("a", 3), ("b", 2)], (await AllAsync(new())).Select(item => (item.Origin.Source, item.RecordNumber)).Order());
        await Store.RemoveFromAsync("a", "print-a", null, 2, Token);
        Assert.Equal([("a", 1), ("b", 2)], (await AllAsync(new())).Select(item => (item.Origin.Source, item.RecordNumber)).Order());
    }

    [Fact]
    public async Task RemoveAsync_EventsInAnyState_AreGoneWithTheirReasons()
    {
        await AddAsync("a", Refused("a", 1, "x", "r"), Refused("a", 2, "y", "r", "s"), Refused("a", 3, "z", "s"), Refused("a", 4, "w", "s"));
        await AddAsync("b", Refused("b", 2, "y", "r"));
        var ids = (await AllAsync(new QuarantineFilter { Source = "a" })).ToDictionary(item => item.RecordNumber, item => item.Id);
        await Store.SetReplayedAsync([ids[1]], At(1), null, Token);
        await Store.DismissAsync(new QuarantineFilter { Ids = [ids[2]] }, At(1), null, Token);

        await Store.RemoveAsync([ids[1], ids[2], ids[3], 999_999], Token);
        await Store.RemoveAsync([ids[1]], Token);
        await Store.RemoveAsync([], Token);

        Assert.Equal([("a", 4), ("b", 2)], (await AllAsync(new())).Select(item => (item.Origin.Source, item.RecordNumber)).Order());
        Assert.Equal([("a", "s", 1L), ("b", "r", 1L)], (await Store.CountByRuleAsync(new(), Token)).Select(static count => (count.Source, count.Rule, count.Count)).Order());
    }

    [Fact]
    public async Task States_ReplayedAndDismissed_AreKeptAndLeftAlone()
    {
        await AddAsync("a", Refused("a", 1, "x", "r"), Refused("a", 2, "y", "r"), Refused("a", 3, "z", "s"));
        var ids = (await AllAsync(new())).ToDictionary(item => item.RecordNumber, item => item.Id);
        await Store.SetReplayedAsync([ids[1], 999_999], At(1), "ann", Token);
        var dismissed = await Store.DismissAsync(new QuarantineFilter { Rules = ["s"] }, At(2), "bob", Token);
        await AddAsync("a", Refused("a", 1, "x", "new") with { RunId = SecondRun });

        Assert.Equal(1, dismissed);
        Assert.Equal(0, await Store.DismissAsync(new QuarantineFilter { Rules = ["s"] }, At(3), "bob", Token));
        var all = (await AllAsync(new())).OrderBy(item => item.RecordNumber).ToList();
        Assert.Equal([QuarantineState.Replayed, QuarantineState.Open, QuarantineState.Dismissed], all.Select(item => item.State));
        Assert.Equal([(Instant?)At(1), null, At(2)], all.Select(item => item.ResolvedAt));
        Assert.Equal(["ann", null, "bob"], all.Select(item => item.ResolvedBy));
        Assert.Equal("r", all[0].Violations[0].Rule);
    }

    [Fact]
    public async Task ResolveOthersAsync_NotRefusedAgain_AreReplayed()
    {
        await AddAsync("a", Refused("a", 1, "x", "r"), Refused("a", 2, "y", "r"));
        await AddAsync("a", Refused("a", 2, "y", "r") with { RunId = SecondRun });
        await Store.ResolveOthersAsync("a", "print-a", SecondRun, At(5), Token);

        Assert.Equal([1L], (await AllAsync(new() { State = QuarantineState.Replayed })).Select(item => item.RecordNumber));
    }

    [Fact]
    public async Task GetPageAsync_Cursor_WalksAllNewestFirst()
    {
        await AddAsync("a", [.. Enumerable.Range(1, 25).Select(number => Refused("a", number, $"row {number}", "r"))]);
        var seen = new List<long>();
        long? cursor = null;
        do
        {
            var page = await Store.GetPageAsync(new QuarantineFilter { Source = "a" }, cursor, 10, Token);
            seen.AddRange(page.Events.Select(item => item.RecordNumber));
            cursor = page.NextCursor;
        }
        while (cursor is not null);

        Assert.Equal(Enumerable.Range(1, 25).Reverse().Select(number => (long)number), seen);
    }

    [Fact]
    public async Task Filters_TextRuleAndFile_Narrow()
    {
        await AddAsync("a", Refused("a", 1, "DOTCOM Postage", "r"), Refused("a", 2, "other", "s"));
        await AddAsync("b", Refused("b", 1, "postage", "r"));

        Assert.Equal(2, await Store.CountAsync(new() { Text = "POSTAGE" }, Token));
        Assert.Equal(1, await Store.CountAsync(new() { Text = "postage", Fingerprint = "print-b" }, Token));
        Assert.Equal(2, await Store.CountAsync(new() { Rules = ["r"] }, Token));
        Assert.Equal(3, await Store.CountAsync(new() { RunId = FirstRun }, Token));
        Assert.Equal(0, await Store.CountAsync(new() { RunId = SecondRun }, Token));
        Assert.Equal(0, await Store.CountAsync(new() { Source = "c" }, Token));
        Assert.Equal([("a", 1L), ("b", 1L)], (await Store.CountBySourceAsync(new() { Rules = ["r"] }, Token)).Select(count => (count.Key, count.Value)).Order());
        Assert.Null(await Store.FindAsync(123_456, Token));
    }

    [Fact]
    public async Task CountByDayAsync_EventTimeOrArrival_CountsItsDay()
    {
        await AddAsync("a", Refused("a", 1, "x", "r"), Refused("a", 2, "y", "r") with { EventTime = null });

        Assert.Equal([new RuleDayCount("r", new(2026, 11, 22), 2)], await ByDayAsync(QuarantineDay.Arrival));
        Assert.Equal([new RuleDayCount("r", new(2011, 12, 9), 1), new RuleDayCount("r", new(2026, 11, 22), 1)], await ByDayAsync(QuarantineDay.EventTime));
    }

    [Theory]
    [InlineData(-1, "1969-12-31")]
    [InlineData(0, "1970-01-01")]
    [InlineData(86_399_999_999, "1970-01-01")]
    [InlineData(86_400_000_000, "1970-01-02")]
    [InlineData(-86_400_000_001, "1969-12-30")]
    public async Task CountByDayAsync_EdgesOfDays_AreTheDaysOfUtc(long microseconds, string day)
    {
        await AddAsync("a", Refused("a", 1, "x", "r") with { EventTime = new Instant(microseconds) });

        var counts = await Store.CountByDayAsync(new(), QuarantineDay.EventTime, DateOnly.Parse(day, CultureInfo.InvariantCulture), DateOnly.Parse(day, CultureInfo.InvariantCulture), Token);

        Assert.Equal([new RuleDayCount("r", DateOnly.Parse(day, CultureInfo.InvariantCulture), 1)], counts);
    }

    [Fact]
    public async Task AddAsync_MoreThanAStatementTakes_StoresEveryOne()
    {
        var events = Enumerable.Range(1, 1_234).Select(number => Refused("a", number, $"row {number}", number % 2 == 0 ? ["r"] : ["r", "s"])).ToArray();
        await AddAsync("a", events);
        await AddAsync("a", [.. events.Where(item => item.RecordNumber % 3 == 0).Select(item => item with { Violations = [new Violation("t", null, null, "It is wrong.")] })]);

        Assert.Equal(events.Select(item => item.RecordNumber), (await Store.ReadAsync(new(), 0, 2_000, Token)).Select(item => item.RecordNumber).Order());
        Assert.Equal(
            [new RuleCount("a", "r", 823), new RuleCount("a", "s", 411), new RuleCount("a", "t", 411)], await Store.CountByRuleAsync(new(), Token));
    }

    private Task<IReadOnlyList<RuleDayCount>> ByDayAsync(QuarantineDay day)
        => Store.CountByDayAsync(new(), day, new(2011, 1, 1), new(2026, 11, 22), Token);

    private Task<IReadOnlyList<QuarantinedEvent>> AllAsync(QuarantineFilter filter) => Store.ReadAsync(filter, 0, 1000, Token);

    private Task AddAsync(string source, params QuarantinedEvent[] events) => Store.AddAsync(Origin(source), events, Token);

    private static Instant At(int hour) => Instant.From(new DateTimeOffset(2026, 11, 22, hour, 0, 0, TimeSpan.Zero));

    private static QuarantineOrigin Origin(string source) => new()
    {
        Source = source, Fingerprint = "print-" + source, Kind = OriginKind.CsvFile, Name = source + ".csv", Header = ["k", "v"], Delimiter = ';', Targets = EventTargets.Online,
    };

    private static QuarantinedEvent Refused(string source, long number, string raw, params string[] rules) => new()
    {
        Origin = Origin(source),
        RecordNumber = number,
        LineNumber = number + 1,
        ByteOffset = number * 10,
        Raw = Encoding.UTF8.GetBytes(raw),
        Violations = [.. rules.Select(rule => new Violation(rule, "column", null, "It is wrong."))],
        ArrivalTime = At(12),
        EventTime = Instant.From(new DateTimeOffset(2011, 12, 9, 12, 50, 0, TimeSpan.Zero)),
        Contract = "c",
        ContractVersion = "1.0.0",
        RunId = FirstRun,
    };
}
