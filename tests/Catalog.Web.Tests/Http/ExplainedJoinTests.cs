using System.Globalization;
using System.Text.Json.Nodes;
using Catalog.Definitions.Model;

namespace Catalog.Web.Tests.Http;

/// <summary>
/// Events of an enriched source name the row that they were joined with: the one that the rule gives over what the logs hold, written here once more without anything of the product's.
/// </summary>
public sealed class ExplainedJoinTests : IAsyncLifetime
{
    private const string Grades = """
        kind: Source
        name: orders
        domain: shop
        owner: crew
        format: ndjson
        timestamp: at
        columns:
          - {name: customer_id, type: int64}
          - {name: referrer, type: int64}
          - {name: at, type: timestamp}
          - {name: price, type: double}
        ---
        kind: Source
        name: tiers
        domain: shop
        owner: crew
        format: ndjson
        timestamp: at
        columns:
          - {name: customer_id, type: int64}
          - {name: at, type: timestamp}
          - {name: tier, type: string}
          - {name: points, type: int64}
        ---
        kind: FeatureView
        name: tier_of
        domain: shop
        owner: crew
        entities: [customer_id]
        source: tiers
        ttl: 40m
        features:
          - {name: tier, type: string}
          - {name: points, type: int64}
        ---
        kind: Source
        name: graded
        domain: shop
        owner: crew
        from: orders
        enrich:
          - view: tier_of
            on: {customer_id: referrer}
            features: [{name: tier, as: grade}, {name: points, as: worth}]
        ---
        kind: FeatureView
        name: last_grade
        domain: shop
        owner: crew
        entities: [customer_id]
        source: graded
        strict_before: true
        features:
          - {name: grade, type: string}
        ---
        kind: Source
        name: twice
        domain: shop
        owner: crew
        from: graded
        enrich:
          - view: last_grade
            features: [{name: grade, as: earlier}]
        ---
        kind: FeatureView
        name: spending
        domain: shop
        owner: crew
        entities: [customer_id]
        source: twice
        features:
          - {name: spent_30d, aggregate: sum, of: price, window: 30d}
          - {name: price, type: double}
        """;

    private static readonly DateTimeOffset Noon = new(2026, 11, 20, 12, 0, 0, TimeSpan.Zero);

    private IngestionServer? _server;

    private IngestionServer Server => _server!; // Set before every test.

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _server = await IngestionServer.StartAsync();
        await Server.ApplyAsync(new DefinitionFile("grades.yaml", Grades));
    }

    public ValueTask DisposeAsync() => Server.DisposeAsync();

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public async Task Joins_OfRandomEventsWithDisorderTiesLateRowsAndNulls_NameTheRowOfTheRule(int seed)
    {
        var random = new Random(seed);
        var orders = 0;
        for (var batch = 0; batch < 30; batch++)
        {
            var isOrder = random.Next(2) == 0;
            string[] lines = [.. Enumerable.Range(0, random.Next(1, 6)).Select(_ => isOrder
                ? Order(random.Next(3), random.Next(7) == 0 ? null : random.Next(3), random.Next(600))
                : Tier(random.Next(3), random.Next(600), random.Next(6) == 0 ? null : $"t{random.Next(3)}", random.Next(3)))];
            await PushAsync(isOrder ? "orders" : "tiers", lines);
            orders += isOrder ? lines.Length : 0;
        }

        var made = await EventsAsync("twice", orders);
        var (tiers, graded) = (await EventsAsync("tiers", 1), await EventsAsync("graded", orders));

        var seen = new Dictionary<string, int>();
        foreach (var customer in Enumerable.Range(0, 3))
        {
            foreach (var item in await ExplainAsync(customer))
            {
                var stored = made.Single(row => (long)row["__sequence"]! == (long)item["sequence"]!);
                var joins = item["joins"]!.AsArray();
                Assert.Equal(["tier_of", "last_grade"], joins.Select(static join => (string?)join!["view"]));
                AssertRule(joins[0]!, tiers, stored, "referrer", TimeSpan.FromMinutes(40), strictly: false, ("grade", "tier"), ("worth", "points"));
                AssertRule(joins[1]!, graded, stored, "customer_id", ttl: null, strictly: true, ("earlier", "grade"));
                foreach (var outcome in joins.Select(static join => (string)join!["outcome"]!))
                {
                    seen[outcome] = seen.GetValueOrDefault(outcome) + 1;
                }
            }
        }

        Assert.Equal(2 * orders, seen.Values.Sum());
        Assert.Equal(["joined", "noKey", "noRow", "notArrived", "tooOld"], seen.Keys.Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Joins_AfterANewVersionOfTheView_NameTheVersionThatEachEventWasJoinedWith()
    {
        await PushAsync("tiers", Tier(1, 0, "gold", 5));
        await PushAsync("orders", Order(1, 1, 10));
        await EventsAsync("twice", 1);
        await Server.ApplyAsync(new DefinitionFile("grades.yaml", Grades.Replace("{name: tier, type: string}", "{name: tier, type: string, from: \"upper(tier)\"}", StringComparison.Ordinal)));
        await Server.PostAsync("views/tier_of/flush", string.Empty);
        while ((await Server.GetAsync("views"))["items"]!.AsArray().Any(static view => (string?)view!["name"] == "tier_of" && (int)view["answeringVersion"]! < 2))
        {
            await Task.Delay(20, TestContext.Current.CancellationToken); // Until then events are joined with the earlier version.
        }

        await PushAsync("orders", Order(1, 1, 20));
        await EventsAsync("twice", 2);

        var joins = (await ExplainAsync(1)).ConvertAll(static item => item["joins"]![0]!);

        Assert.Equal([("gold", 1), ("GOLD", 2)], joins.Select(static join => ((string?)join["columns"]!["grade"], (int)join["version"]!)));
        Assert.All(joins, static join => Assert.Equal(("joined", 0L), ((string?)join["outcome"], (long)join["row"]!["sequence"]!)));
    }

    [Fact]
    public async Task Joins_WhereTheRulesOfTheViewWereChanged_SayThatItCannotBeTold()
    {
        await PushAsync("tiers", Tier(1, 0, "gold", 5));
        await PushAsync("orders", Order(1, 1, 30));
        await EventsAsync("twice", 1);
        await Server.ApplyAsync(new DefinitionFile("grades.yaml", Grades.Replace("ttl: 40m", "ttl: 10m", StringComparison.Ordinal)));

        var join = Assert.Single(await ExplainAsync(1))["joins"]![0]!;

        Assert.Equal(("notKept", null, null), ((string?)join["outcome"], (int?)join["version"], join["row"]));
        Assert.Equal(("gold", 1L), ((string?)join["columns"]!["grade"], (long)join["key"]!["customer_id"]!));
    }

    [Fact]
    public async Task Joins_OfANewestValue_StandAtItsRows_AndElsewhereThereAreNone()
    {
        await PushAsync("tiers", Tier(1, 0, "gold", 5));
        await PushAsync("orders", Order(1, 1, 30));
        await EventsAsync("twice", 1);

        var made = await Server.GetAsync("explanations?feature=spending:price&key.customer_id=1");
        var raw = await Server.GetAsync("explanations?feature=tier_of:tier&key.customer_id=1");

        Assert.Equal("joined", (string?)made["newest"]!["rows"]![0]!["joins"]![0]!["outcome"]);
        Assert.Null(raw["newest"]!["rows"]![0]!["joins"]);
    }

    private static void AssertRule(
        JsonNode join, List<JsonObject> rows, JsonObject stored, string key, TimeSpan? ttl, bool strictly, params (string Column, string Feature)[] columns)
    {
        var (time, arrival) = (TimeOf(stored, "at"), TimeOf(stored, "__arrival_time"));
        var visible = rows
            .Where(row => stored[key] is { } asked && (long)row["customer_id"]! == (long)asked && (strictly ? TimeOf(row, "at") < time : TimeOf(row, "at") <= time))
            .OrderBy(static row => (TimeOf(row, "at"), (long)row["__sequence"]!))
            .ToList();
        var isInAge = (JsonObject row) => ttl is not { } age || TimeOf(row, "at") >= time - age;
        var known = visible.LastOrDefault(row => TimeOf(row, "__arrival_time") <= arrival);
        var (outcome, named) = stored[key] is null ? ("noKey", null)
            : known is not null && isInAge(known) ? ("joined", known)
            : visible.Count > 0 && isInAge(visible[^1]) ? ("notArrived", visible[^1])
            : known is not null ? ("tooOld", known)
            : ("noRow", null);

        Assert.Equal((outcome, named?["__sequence"]?.ToString(), named?["at"]?.ToString(), named?["__arrival_time"]?.ToString()), (
            (string?)join["outcome"], join["row"]?["sequence"]?.ToString(), join["row"]?["eventTime"]?.ToString(), join["row"]?["arrivalTime"]?.ToString()));
        foreach (var (column, feature) in columns)
        {
            Assert.Equal(stored[column]?.ToString(), join["columns"]![column]?.ToString());
            Assert.Equal(outcome == "joined" ? named![feature]?.ToString() : null, stored[column]?.ToString()); // A joined event has its row.
        }
    }

    private static DateTimeOffset TimeOf(JsonObject row, string column) => DateTimeOffset.Parse((string)row[column]!, CultureInfo.InvariantCulture); // Every event has one.

    private static string Order(int customer, int? referrer, int minute) => new JsonObject
    {
        ["customer_id"] = customer, ["referrer"] = referrer, ["at"] = At(minute), ["price"] = minute / 2.0,
    }.ToJsonString();

    private static string Tier(int customer, int minute, string? tier, int points) => new JsonObject
    {
        ["customer_id"] = customer, ["at"] = At(minute), ["tier"] = tier, ["points"] = points,
    }.ToJsonString();

    private static string At(int minute) => Noon.AddMinutes(minute).ToString("yyyy-MM-ddTHH:mm:ssZ", CultureInfo.InvariantCulture);

    private Task PushAsync(string source, params string[] lines) => Server.PostAsync($"sources/{source}/events", string.Join('\n', lines), type: "application/x-ndjson");

    private async Task<List<JsonObject>> ExplainAsync(int customer)
    {
        var at = Noon.AddDays(1).ToString("yyyy-MM-ddTHH:mm:ssZ", CultureInfo.InvariantCulture);
        return [.. (await Server.GetAsync($"explanations?feature=spending:spent_30d&key.customer_id={customer}&at={at}"))["window"]!["events"]!.AsArray().Select(static item => item!.AsObject())];
    }

    /// <summary>The events of a source once there are so many.</summary>
    private async Task<List<JsonObject>> EventsAsync(string source, int count)
    {
        while (true)
        {
            var text = await Server.Http.GetStringAsync(new Uri($"api/v1/sources/{source}/events?limit=10000", UriKind.Relative), Token);
            var lines = text.Split('\n', StringSplitOptions.RemoveEmptyEntries);
            if (lines.Length >= count)
            {
                return [.. lines.Select(static line => JsonNode.Parse(line)!.AsObject())];
            }
        }
    }
}
